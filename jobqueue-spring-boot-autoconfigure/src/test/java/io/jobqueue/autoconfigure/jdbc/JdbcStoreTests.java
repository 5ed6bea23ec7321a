package io.jobqueue.autoconfigure.jdbc;

import java.nio.file.Path;
import java.util.UUID;

import javax.sql.DataSource;

import io.jobqueue.autoconfigure.Contexts;
import io.jobqueue.autoconfigure.JobQueueDataSource;
import io.jobqueue.store.jdbc.JdbcStoreBackend;
import io.jobqueue.store.jdbc.schema.MissingSchemaException;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class JdbcStoreTests {

	private final ApplicationContextRunner runner = Contexts.withDatabase().withPropertyValues("jobqueue.store=jdbc");

	@Test
	void tablesAreMadeInAnEmbeddedDatabaseUnderTheirPrefix() {
		this.runner.withPropertyValues("jobqueue.jdbc.table-prefix=acme_").run((context) -> {
			assertThat(context).hasSingleBean(JdbcStoreBackend.class);
			assertThat(rows(context.getBean(JdbcTemplate.class), "acme_job")).isZero();
			assertThat(context.getBean(JdbcStartCheck.class).details()).containsEntry("database", "H2");
		});
	}

	@Test
	void missingTablesFailTheStart() {
		this.runner.withPropertyValues("jobqueue.jdbc.initialize-schema=never")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.satisfies(
						(root) -> assertThat(context.getStartupFailure()).isInstanceOf(MissingSchemaException.class)));
	}

	@Test
	void connectionDetailsComeBeforeProperties() {
		this.runner.withPropertyValues("spring.datasource.url=jdbc:h2:tcp://127.0.0.1:1/none")
			.withBean(JdbcConnectionDetails.class, InMemory::new)
			.run((context) -> assertThat(context.getBean(JdbcStartCheck.class).details()).containsEntry("database",
					"H2"));
	}

	@Test
	void dataSourceOfItsOwnIsUsed() {
		this.runner.withUserConfiguration(OwnDataSource.class).run((context) -> {
			assertThat(rows(new JdbcTemplate(context.getBean("jobs", DataSource.class)), "jobqueue_job")).isZero();
			assertThat(context.getBean(JdbcTemplate.class)
				.queryForList("select table_name from information_schema.tables where table_name like 'JOBQUEUE%'"))
				.isEmpty();
		});
	}

	@Test
	void aFileOfH2ThatAnInterruptClosesIsWarnedOf(@TempDir Path directory, CapturedOutput output) {
		inFile("file:", directory, ";DB_CLOSE_ON_EXIT=FALSE").run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("H2 closes for the whole application", "'jdbc:h2:async:'")
			.doesNotContain("DB_CLOSE_ON_EXIT")
			.doesNotContain("secret");
	}

	@Test
	void aFileThatH2ClosesWhenTheJvmStopsIsWarnedOfAtTheStart(@TempDir Path directory, CapturedOutput output) {
		inFile("async:", directory, "").run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).containsOnlyOnce("Add ';DB_CLOSE_ON_EXIT=FALSE' to the URL").doesNotContain("secret");
	}

	@Test
	void aFileOfTheOutboxIsLookedAtToo(@TempDir Path directory, CapturedOutput output) {
		inFile("async:", directory, "").withPropertyValues("jobqueue.store=memory", "jobqueue.dispatch.outbox=true")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).containsOnlyOnce("Add ';DB_CLOSE_ON_EXIT=FALSE' to the URL");
	}

	@Test
	void aDatabaseOfH2InMemoryIsNotWarnedOf(CapturedOutput output) {
		this.runner.withPropertyValues("spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID())
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("file of H2");
	}

	@Test
	void aFileOfH2ThatWithstandsInterruptsIsNotWarnedOf(@TempDir Path directory, CapturedOutput output) {
		inFile("async:", directory, ";DB_CLOSE_ON_EXIT=FALSE").run((context) -> {
			assertThat(rows(context.getBean(JdbcTemplate.class), "jobqueue_job")).isZero();
		});
		assertThat(output).doesNotContain("file of H2");
	}

	@ParameterizedTest
	@CsvSource({ "jdbc:h2:./jobs,true", "jdbc:h2:file:/data/jobs,true", "jdbc:h2:split:nio:/data/jobs,true",
			"jdbc:h2:nioMapped:~/jobs,true", "jdbc:h2:async:~/jobs,false", "jdbc:h2:mem:jobs,false",
			"jdbc:h2:tcp://db/jobs,false", "jdbc:postgresql://db/jobs,false" })
	void urlsOfH2(String url, boolean harmed) {
		assertThat(H2Files.isHarmedByInterrupts(url)).isEqualTo(harmed);
	}

	@ParameterizedTest
	@CsvSource({ "jdbc:h2:./jobs,true", "jdbc:h2:async:./jobs;WRITE_DELAY=0,true",
			"jdbc:h2:./jobs;DB_CLOSE_ON_EXIT=TRUE,true", "jdbc:h2:./jobs;db_close_on_exit=false,false",
			"jdbc:h2:./jobs;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=9,false", "jdbc:h2:mem:jobs,false",
			"jdbc:h2:tcp://db/jobs,false", "jdbc:postgresql://db/jobs,false" })
	void urlsOfH2ThatAreClosedOnExit(String url, boolean closed) {
		assertThat(H2Files.isClosedOnExit(url)).isEqualTo(closed);
	}

	@Test
	void theUrlOfAnyPoolIsLookedAt(CapturedOutput output) {
		JdbcDataSource h2 = new JdbcDataSource();
		h2.setURL("jdbc:h2:./first");
		H2Files.check(new TransactionAwareDataSourceProxy(h2));
		H2Files.check(new DriverManagerDataSource("jdbc:h2:./second"));
		assertThat(output.toString().split("DB_CLOSE_ON_EXIT")).hasSize(3);
	}

	private ApplicationContextRunner inFile(String scheme, Path directory, String settings) {
		return this.runner.withPropertyValues(
				"spring.datasource.url=jdbc:h2:%s%s;PASSWORD=secret%s".formatted(scheme, directory.resolve("jobs"),
						settings),
				"spring.datasource.username=sa", "jobqueue.jdbc.initialize-schema=always",
				"jobqueue.worker.enabled=false");
	}

	private static Integer rows(JdbcTemplate jdbc, String table) {
		return jdbc.queryForObject("select count(*) from " + table, Integer.class);
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnDataSource {

		@Bean(defaultCandidate = false)
		@JobQueueDataSource
		DataSource jobs() {
			return new DriverManagerDataSource("jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1".formatted(UUID.randomUUID()));
		}

	}

	private static final class InMemory implements JdbcConnectionDetails {

		private final String url = "jdbc:h2:mem:" + UUID.randomUUID();

		@Override
		public String getUsername() {
			return "sa";
		}

		@Override
		public String getPassword() {
			return "";
		}

		@Override
		public String getJdbcUrl() {
			return this.url;
		}

	}

}
