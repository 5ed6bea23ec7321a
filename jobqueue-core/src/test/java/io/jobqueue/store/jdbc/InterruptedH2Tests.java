package io.jobqueue.store.jdbc;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import io.jobqueue.JobId;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.job.NewJob;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The form of the URL by which a file of H2 withstands interrupts.
 */
class InterruptedH2Tests {

	@Test
	void aFileThatIsReadAsynchronouslyStaysOpen(@TempDir Path directory) throws Exception {
		DataSource database = new DriverManagerDataSource(
				"jdbc:h2:async:%s;CACHE_SIZE=16".formatted(directory.resolve("jobs")));
		try (Connection open = database.getConnection()) {
			StoreBackend store = TestSchema.create(database).emptyStore();
			List<JobId> ids = IntStream.range(0, 100).mapToObj((i) -> JobId.of("q-%026d".formatted(i))).toList();
			ids.forEach((id) -> store.intake()
				.insert(List.of(new NewJob(id, "q", "task", "\"%s\"".formatted("x".repeat(20_000))))));
			for (int i = 0; i < 10; i++) {
				Thread thread = new Thread(() -> {
					Thread.currentThread().interrupt();
					store.queries().find(ids);
				});
				thread.start();
				thread.join();
			}
			assertThat(store.queries().find(ids)).hasSize(100);
			assertThat(open.isValid(1)).isTrue();
		}
	}

}
