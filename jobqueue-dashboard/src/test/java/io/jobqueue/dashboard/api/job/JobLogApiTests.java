package io.jobqueue.dashboard.api.job;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobLogLine;
import io.jobqueue.JobStatus;
import io.jobqueue.autoconfigure.properties.DashboardProperties.Payloads;
import io.jobqueue.dashboard.route.BadRequestException;
import io.jobqueue.dashboard.route.NotFoundException;
import io.jobqueue.dashboard.route.RouteCalls;
import io.jobqueue.store.UnsupportedStorePartException;
import io.jobqueue.store.memory.MemoryStoreBackend;
import io.jobqueue.store.notes.JobNotes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JobLogApiTests {

	private static final JobInfo JOB = new JobInfo(JobId.of("emails-1"), "send", "emails", JobStatus.STARTED, "{}",
			Map.of(), null, null, List.of(), 0, null, null, 1, 0, 1, Instant.EPOCH, null, null, null, null, 0, null,
			null, null, null, List.of());

	private Payloads payloads = Payloads.SHOWN;

	private List<JobLogLine> stored = List.of(line(10, "begun"), line(11, "<b>half</b>"), line(20, "done"));

	private boolean kept = true;

	private boolean found = true;

	private int reads;

	@Test
	void linesHaveTheirNumberTimeAndText() {
		assertThat(read(null).toString())
			.isEqualTo("{\"lines\":[" + "{\"number\":10,\"at\":\"1970-01-01T00:00:10Z\",\"text\":\"begun\"},"
					+ "{\"number\":11,\"at\":\"1970-01-01T00:00:11Z\",\"text\":\"<b>half</b>\"},"
					+ "{\"number\":20,\"at\":\"1970-01-01T00:00:20Z\",\"text\":\"done\"}],"
					+ "\"next\":21,\"more\":false,\"dropped\":false}");
	}

	@Test
	void nextIsWhereToGoOn() {
		assertThat(texts(read("11"))).containsExactly("<b>half</b>", "done");
		JsonNode end = read("21");
		assertThat(texts(end)).isEmpty();
		assertThat(end.get("next").asLong()).isEqualTo(21);
		long later = 3L << Integer.SIZE;
		this.stored = List.of(line(20, "done"), line(later, "again"));
		assertThat(texts(read("21"))).containsExactly("again");
		assertThat(read("21").get("next").asLong()).isEqualTo(later + 1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "-1", "first", "9223372036854775808" })
	void fromIsTheNumberOfALine(String from) {
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> read(from))
			.withMessageContaining("'from'")
			.withMessageContaining("'" + from + "'");
	}

	@Test
	void answersToFromReadAllLinesOneAfterAnother() {
		this.stored = lines(2_500, "x");
		JsonNode first = read("0");
		assertThat(first.get("lines")).hasSize(1_000);
		assertThat(first.get("more").asBoolean()).isTrue();
		assertThat(first.get("dropped").asBoolean()).isFalse();
		JsonNode second = read(first.get("next").asString());
		assertThat(second.at("/lines/0/number").asLong()).isEqualTo(1_000);
		JsonNode third = read(second.get("next").asString());
		assertThat(third.get("lines")).hasSize(500);
		assertThat(third.get("more").asBoolean()).isFalse();
		assertThat(third.get("next").asLong()).isEqualTo(2_500);
	}

	@Test
	void withoutFromTheNewestLinesAreRead() {
		this.stored = lines(2_500, "x");
		JsonNode newest = read(null);
		assertThat(newest.get("lines")).hasSize(1_000);
		assertThat(newest.at("/lines/0/number").asLong()).isEqualTo(1_500);
		assertThat(newest.get("next").asLong()).isEqualTo(2_500);
		assertThat(newest.get("more").asBoolean()).isFalse();
		assertThat(newest.get("dropped").asBoolean()).isTrue();
	}

	@Test
	void longLinesMakeAnAnswerShorter() {
		this.stored = lines(10, "x".repeat(100_000));
		assertThat(read("0").get("lines")).hasSize(2);
		assertThat(read(null).at("/lines/0/number").asLong()).isEqualTo(8);
		this.stored = lines(2, "x".repeat(1_000_000));
		assertThat(read("0").get("lines")).hasSize(1);
		assertThat(read(null).get("lines")).hasSize(1);
	}

	@Test
	void deletedLinesAreReported() {
		this.stored = List.of(line(9, JobLogLine.EARLIER_DELETED), line(10, "begun"));
		assertThat(texts(read(null))).containsExactly("begun");
		assertThat(read(null).get("dropped").asBoolean()).isTrue();
		assertThat(read("5").get("dropped").asBoolean()).isTrue();
		assertThat(read("10").get("dropped").asBoolean()).isFalse();
	}

	@Test
	void maskedLinesHaveTheirTimesAlone() {
		this.payloads = Payloads.MASKED;
		assertThat(texts(read(null))).containsExactly("***", "***", "***");
		assertThat(read(null).at("/lines/2/at").asString()).isEqualTo("1970-01-01T00:00:20Z");
	}

	@Test
	void hiddenLinesAreNotSent() {
		this.payloads = Payloads.HIDDEN;
		assertThat(read(null).toString()).isEqualTo("{\"lines\":[],\"next\":0,\"more\":false,\"dropped\":false}");
		assertThat(read("11").get("lines")).isEmpty();
		assertThat(this.reads).isZero();
	}

	@Test
	void storeWithoutLogsHasEmptyLogs() {
		this.kept = false;
		assertThat(read(null).toString()).isEqualTo("{\"lines\":[],\"next\":0,\"more\":false,\"dropped\":false}");
	}

	@ParameterizedTest
	@EnumSource(Payloads.class)
	void jobThatDoesNotExistHasNoLog(Payloads payloads) {
		this.payloads = payloads;
		this.stored = List.of();
		this.found = false;
		assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> read(null))
			.withMessageContaining("no job 'emails-1'");
	}

	private JsonNode read(@Nullable String from) {
		JobExplorer explorer = RouteCalls.proxy(JobExplorer.class,
				(proxy, method, arguments) -> switch (method.getName()) {
					case "log" -> log((long) arguments[1]);
					case "find" -> this.found ? Optional.of(JOB) : Optional.empty();
					default -> throw new IllegalStateException(method.getName());
				});
		return RouteCalls.read(new JobLogApi(explorer, this.payloads).routes(), "/api/jobs/{id}/log",
				Map.of("id", "emails-1"), (from != null) ? Map.of("from", from) : Map.of());
	}

	private List<JobLogLine> log(long from) {
		this.reads++;
		if (!this.kept) {
			throw new UnsupportedStorePartException(new MemoryStoreBackend(InstantSource.system()), JobNotes.class);
		}
		return this.stored.stream().filter((line) -> line.number() >= from).toList();
	}

	private static List<String> texts(JsonNode log) {
		return log.get("lines").valueStream().map((line) -> line.get("text").asString()).toList();
	}

	private static List<JobLogLine> lines(int count, String text) {
		return LongStream.range(0, count).mapToObj((number) -> line(number, text)).toList();
	}

	private static JobLogLine line(long number, String text) {
		return new JobLogLine(number, Instant.ofEpochSecond(number), text);
	}

}
