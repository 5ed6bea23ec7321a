package io.jobqueue.dashboard.browser;

import java.time.Duration;
import java.util.List;

import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStatus;
import io.jobqueue.JobSummary;
import io.jobqueue.LimitInfo;
import io.jobqueue.dashboard.ServletUsers;
import io.jobqueue.dashboard.dataset.DataSet;
import io.jobqueue.dashboard.dataset.HostileText;
import io.jobqueue.management.AuditTrail;
import io.jobqueue.store.StoreBackend;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

import static org.assertj.core.api.Assertions.assertThat;

/** The page in a browser, on a store with 100,000 jobs. */
abstract class StorePage extends BrowserTest {

	private static final int JOBS = 100_000;

	JobExplorer explorer;

	PageUser user;

	StorePage(Class<?> storeConfiguration) {
		super(List.of(ServletUsers.class, storeConfiguration), "jobqueue.retention.success.count=1000000");
	}

	@BeforeAll
	void fill() {
		this.explorer = this.server.bean(JobExplorer.class);
		DataSet.fill(this.server.bean(StoreBackend.class), JOBS);
		AuditTrail trail = this.server.bean(AuditTrail.class);
		HostileText.ALL.forEach((text) -> trail.record(text, text, text, 1));
		assertThat(this.explorer.count(JobQuery.all())).isGreaterThanOrEqualTo(JOBS);
		this.user = new PageUser(this.page, this.server, "admin");
		this.user.load();
	}

	@BeforeEach
	@Override
	void desktop() {
		this.user.look(false, 1280, 900);
		this.page.errors().clear();
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
