package io.jobqueue.store.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.row.Table;
import io.jobqueue.testsupport.TestBackend;
import io.jobqueue.testsupport.TestServers;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The driver of MariaDB logs a warning for each error of the server. Two workers that
 * insert the same row at the same moment are none.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("process")
class MariaDbDriverLogTests {

	private HikariDataSource pool;

	private TestSchema schema;

	private Database database;

	@BeforeEach
	void open() {
		this.pool = TestServers.shared(TestBackend.MARIADB).pool(2);
		this.schema = TestSchema.create(this.pool);
		this.database = new Database(this.pool, this.schema.prefix(), null);
	}

	@AfterEach
	void close() {
		if (this.pool != null) {
			this.pool.close();
		}
	}

	@Test
	void keysThatAreThereAreNoErrors(CapturedOutput log) {
		assertThat(lease("a")).containsExactly("a");
		assertThat(lease("a", "b", "c")).containsExactlyInAnyOrder("b", "c");
		assertThat(lease("a")).isEmpty();
		assertThat(new JdbcTemplate(this.pool).queryForList("select queue from " + this.schema.prefix() + "lease",
				String.class))
			.containsExactlyInAnyOrder("a", "b", "c");
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> new JdbcTemplate(this.pool).execute("select * from no_such_table"));
		assertThat(log).as("what the driver logs").contains("no_such_table").doesNotContain("Duplicate entry");
	}

	@Test
	void otherErrorsAreThrown() {
		assertThatExceptionOfType(DataIntegrityViolationException.class)
			.isThrownBy(() -> lease("a", "too long ".repeat(100)))
			.withMessageContaining("Data truncated");
	}

	private Set<String> lease(String... queues) {
		List<Object[]> rows = new ArrayList<>();
		for (String queue : queues) {
			rows.add(new Object[] { queue, "w", 1L, 1, null });
		}
		return this.database.dialect().insertNew(this.database.jdbc(), this.database.rows(Table.LEASE, rows));
	}

}
