package io.jobqueue.store.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStatus;
import io.jobqueue.flow.state.FlowChunk;
import io.jobqueue.management.StoreJobExplorer;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.testsupport.DefaultLocale;

import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Statements and stored texts are the same in a locale of other digits.
 */
@ExtendWith(DefaultLocale.class)
class JdbcLocaleTests {

	@ParameterizedTest
	@ValueSource(strings = { "ar-EG-u-nu-arab", "tr-TR", "hi-IN-u-nu-deva" })
	void jobsAreFoundInAnyLocale(String tag) {
		Locale.setDefault(Locale.forLanguageTag(tag));
		JdbcDataSource dataSource = new JdbcDataSource();
		dataSource.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
		StoreBackend store = TestSchema.create(dataSource).store();
		store.intake()
			.insert(List.of(job("waits", null), job("scheduled", Duration.ofHours(1)), job("waits-too", null)));
		JobExplorer explorer = new StoreJobExplorer(store, new JacksonJobSerializer(JsonMapper.builder().build()));
		assertThat(explorer.search(JobQuery.all()).jobs()).hasSize(3);
		for (JobStatus status : JobStatus.values()) {
			assertThat(explorer.search(JobQuery.all().withStatus(status)).jobs())
				.hasSize((int) explorer.count(JobQuery.all().withStatus(status)));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "ar-EG-u-nu-arab", "hi-IN-u-nu-deva" })
	void partsOfFlowsAreWrittenInAscii(String tag) {
		Locale.setDefault(Locale.forLanguageTag(tag));
		FlowChunk chunk = new FlowChunk("g1", "worker", 0, 500, Instant.ofEpochMilli(1_767_225_600_000L));
		assertThat(chunk.write()).isEqualTo("g1:worker:0:500:1767225600000");
		assertThat(FlowChunk.read(chunk.write())).isEqualTo(chunk);
	}

	private static NewJob job(String id, Duration delay) {
		return new NewJob(JobId.of(id), "q", JobDetails.of("task", "1"), delay, null);
	}

}
