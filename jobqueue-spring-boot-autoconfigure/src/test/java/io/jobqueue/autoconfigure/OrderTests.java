package io.jobqueue.autoconfigure;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.jobqueue.JobExplorer;
import io.jobqueue.JobInfo;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStatus;
import io.jobqueue.autoconfigure.OrderApplication.Orders;
import io.jobqueue.testsupport.TestMariaDb;
import io.jobqueue.testsupport.TestPostgres;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * An application whose orders and jobs are in one database.
 */
@Tag("process")
class OrderTests {

	@Test
	void togetherInH2() {
		together("jdbc:h2:mem:orders", "sa");
	}

	@Test
	void togetherInPostgres() {
		together("jdbc:postgresql://127.0.0.1:%d/postgres".formatted(TestPostgres.port()), "postgres");
	}

	@Test
	void togetherInMariaDb() {
		together("jdbc:mariadb://127.0.0.1:%d/jobs".formatted(TestMariaDb.port()), "root");
	}

	private static void together(String url, String user) {
		try (ConfigurableApplicationContext context = OrderApplication.start("--jobqueue.store=jdbc",
				"--jobqueue.jdbc.initialize-schema=always", "--spring.datasource.url=" + url,
				"--spring.datasource.username=" + user)) {
			Orders orders = context.getBean(Orders.class);
			JobExplorer explorer = context.getBean(JobExplorer.class);
			assertThatIllegalStateException().isThrownBy(() -> orders.placeAndFail("refused"));
			assertThat(orders.count()).isZero();
			assertThat(jobs(explorer)).isEmpty();

			TransactionTemplate transaction = new TransactionTemplate(
					context.getBean(PlatformTransactionManager.class));
			transaction.executeWithoutResult((status) -> {
				orders.place("placed");
				assertThat(orders.count()).isOne();
				assertThat(elsewhere(orders::count)).isZero();
				assertThat(elsewhere(() -> jobs(explorer))).isEmpty();
			});
			assertThat(orders.count()).isOne();
			assertThat(orders.jobsIn(explorer)).isOne();
			Awaitility.await().untilAsserted(() -> assertThat(jobs(explorer)).containsExactly(JobStatus.SUCCESS));
		}
	}

	private static List<JobStatus> jobs(JobExplorer explorer) {
		return explorer.search(JobQuery.all()).jobs().stream().map(JobInfo::status).toList();
	}

	/** As another thread sees it, which is in no transaction. */
	private static <T> T elsewhere(Supplier<T> look) {
		return CompletableFuture.supplyAsync(look).join();
	}

}
