package io.jobqueue.autoconfigure;

import java.util.UUID;

import javax.sql.DataSource;

import io.jobqueue.store.jdbc.JdbcStoreBackend;
import io.jobqueue.store.jdbc.MissingSchemaException;

import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

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
