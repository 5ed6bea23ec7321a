package io.jobqueue.autoconfigure;

import java.nio.file.Path;
import java.util.UUID;

import javax.sql.DataSource;

import io.jobqueue.store.jdbc.JdbcStoreBackend;
import io.jobqueue.store.jdbc.MissingSchemaException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

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
		inFile("file:", directory).run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("H2 closes for the whole application", "'jdbc:h2:async:'").doesNotContain("secret");
	}

	@Test
	void aFileOfH2ThatWithstandsInterruptsIsNotWarnedOf(@TempDir Path directory, CapturedOutput output) {
		inFile("async:", directory).run((context) -> {
			assertThat(rows(context.getBean(JdbcTemplate.class), "jobqueue_job")).isZero();
		});
		assertThat(output).doesNotContain("H2 closes for the whole application");
	}

	@ParameterizedTest
	@CsvSource({ "jdbc:h2:./jobs,true", "jdbc:h2:file:/tmp/jobs,true", "jdbc:h2:split:nio:/tmp/jobs,true",
			"jdbc:h2:nioMapped:~/jobs,true", "jdbc:h2:async:~/jobs,false", "jdbc:h2:mem:jobs,false",
			"jdbc:h2:tcp://db/jobs,false", "jdbc:postgresql://db/jobs,false" })
	void urlsOfH2(String url, boolean harmed) {
		assertThat(H2Files.isHarmedByInterrupts(url)).isEqualTo(harmed);
	}

	private ApplicationContextRunner inFile(String scheme, Path directory) {
		return this.runner.withPropertyValues(
				"spring.datasource.url=jdbc:h2:%s%s;PASSWORD=secret".formatted(scheme, directory.resolve("jobs")),
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

}
