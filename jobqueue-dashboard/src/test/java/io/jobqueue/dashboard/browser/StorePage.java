package io.jobqueue.dashboard.browser;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStatus;
import io.jobqueue.JobSummary;
import io.jobqueue.LimitInfo;
import io.jobqueue.dashboard.DashboardServer;
import io.jobqueue.dashboard.ServletUsers;
import io.jobqueue.dashboard.dataset.DataSet;
import io.jobqueue.store.StoreBackend;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;

import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;

/** The page in a browser, on a store with 100,000 jobs. */
@Tag("process")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StorePage {

	private static final int JOBS = 100_000;

	private final Class<?> storeConfiguration;

	private DashboardServer server;

	JobExplorer explorer;

	private Chromium chromium;

	BrowserPage page;

	PageUser user;

	StorePage(Class<?> storeConfiguration) {
		this.storeConfiguration = storeConfiguration;
	}

	@BeforeAll
	void start() throws IOException, InterruptedException {
		Path executable = Chromium.require();
		this.server = DashboardServer.start(WebApplicationType.SERVLET,
				List.of(ServletUsers.class, this.storeConfiguration), "jobqueue.retention.success.count=1000000");
		this.explorer = this.server.bean(JobExplorer.class);
		DataSet.fill(this.server.bean(StoreBackend.class), JOBS);
		assertThat(this.explorer.count(JobQuery.all())).isGreaterThanOrEqualTo(JOBS);
		this.chromium = Chromium.start(executable);
		this.page = new BrowserPage(this.chromium.page());
		this.user = new PageUser(this.page, this.server, "admin");
		this.user.load();
	}

	@AfterAll
	void stop() {
		if (this.chromium != null) {
			this.chromium.close();
		}
		if (this.server != null) {
			this.server.close();
		}
	}

	@BeforeEach
	void desktop() {
		this.user.look(false, 1280, 900);
		this.page.errors().clear();
	}

	@AfterEach
	void consoleIsSilent() {
		assertThat(this.page.errors()).isEmpty();
	}

	static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
	}

	JobSummary first(String queue, JobStatus status) {
		return this.explorer.summaries(JobQuery.all().inQueue(queue).withStatus(status)).jobs().get(0);
	}

	JobStatus status(JobId id) {
		return this.explorer.find(id).orElseThrow().status();
	}

	long size(String queue, JobStatus status) {
		return this.explorer.queue(queue).size(status);
	}

	LimitInfo limit(String name) {
		return this.explorer.limits(DataSet.LIMITED)
			.stream()
			.filter((limit) -> limit.name().equals(name))
			.findFirst()
			.orElseThrow();
	}

}
