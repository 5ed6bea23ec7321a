package io.jobqueue.dashboard.browser;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.jobqueue.JobDispatcher;
import io.jobqueue.JobId;
import io.jobqueue.JobRequest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The payload of a job in a browser. */
class JobPayloadTests extends BrowserTest {

	private static final String PAYLOAD = "document.querySelector('main > pre')";

	JobPayloadTests() {
		super(List.of(), "jobqueue.dashboard.anonymous=view");
	}

	/** Numbers of JavaScript have fewer digits, and its objects put numbers first. */
	@Test
	void numbersAndNamesAreThoseThatWereStored() {
		Map<String, Object> payload = new LinkedHashMap<>();
		payload.put("id", 1234567890123456789L);
		payload.put("price", new BigDecimal("9.50"));
		payload.put("10", List.of("a", Map.of("text", "{\"x\": [1,2]}"), List.of(), Map.of()));
		payload.put("9", "é\"\\");
		JobId job = dispatch(payload);
		open("job?id=" + job);
		this.page.until(PAYLOAD);
		assertThat(this.page.eval(PAYLOAD + ".textContent").asString()).isEqualTo("""
				{
				  "id": 1234567890123456789,
				  "price": 9.50,
				  "10": [
				    "a",
				    {
				      "text": "{\\"x\\": [1,2]}"
				    },
				    [],
				    {}
				  ],
				  "9": "é\\"\\\\"
				}""");
	}

	@Test
	void shortAndEmptyPayloadsAreShownAsTheyAre() {
		assertThat(shown("word")).isEqualTo("\"word\"");
		assertThat(shown(List.of())).isEqualTo("[]");
		assertThat(shown(7)).isEqualTo("7");
	}

	private String shown(Object payload) {
		open("job?id=" + dispatch(payload));
		this.page.until(PAYLOAD);
		return this.page.eval(PAYLOAD + ".textContent").asString();
	}

	private JobId dispatch(Object payload) {
		return this.server.bean(JobDispatcher.class).dispatch(JobRequest.of("unknown", payload).onQueue("payloads"));
	}

}
