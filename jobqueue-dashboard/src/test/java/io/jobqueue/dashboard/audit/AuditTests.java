package io.jobqueue.dashboard.audit;

import java.security.Principal;
import java.time.InstantSource;
import java.util.Map;

import io.jobqueue.dashboard.route.Access;
import io.jobqueue.dashboard.route.Call;
import io.jobqueue.dashboard.route.DashboardRequest;
import io.jobqueue.management.AuditTrail;
import io.jobqueue.store.memory.MemoryStoreBackend;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.util.LinkedMultiValueMap;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class AuditTests {

	@ParameterizedTest
	@CsvSource({ "10,\\n", "13,\\r", "0,\\u0000", "27,\\u001b", "133,\\u0085", "155,\\u009b", "8232,\\u2028",
			"8233,\\u2029", "8238,\\u202e" })
	void noCharacterOfANameBeginsALineOrControlsATerminal(int character, String escaped, CapturedOutput output) {
		String name = "eve" + (char) character + "User 'admin': purge";

		new Audit(new AuditTrail(new MemoryStoreBackend(InstantSource.system())), (event) -> {
		}, InstantSource.system()).record(call(() -> name), "pause", name, 1);

		String shown = "eve" + escaped + "User 'admin': purge";
		assertThat(output).contains("User '" + shown + "': pause " + shown + " (1 changed)").doesNotContain(name);
	}

	private static Call call(Principal user) {
		return new Call(new DashboardRequest(HttpMethod.POST, "/api/queues/mails/pause", new LinkedMultiValueMap<>(),
				new HttpHeaders(), user, () -> null, new byte[0]), Map.of(), Access.OPERATE);
	}

}
