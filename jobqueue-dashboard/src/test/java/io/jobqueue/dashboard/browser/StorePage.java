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

/** The page in a browser, on a store with many jobs. */
abstract class StorePage extends BrowserTest {

	private static final String ACTIVE = "document.title.includes('hostile') "
			+ "|| document.querySelector('body script, [onerror], [onload], [onclick], a[href^=javascript], img[src=x]')";

	private final int jobs;

	JobExplorer explorer;

	PageUser user;

	/**
	 * Describe a page.
	 * @param jobs how many jobs the store has, about
	 */
	StorePage(Class<?> storeConfiguration, int jobs) {
		super(List.of(ServletUsers.class, storeConfiguration), "jobqueue.retention.success.count=1000000");
		this.jobs = jobs;
	}

	@BeforeAll
	void fill() {
		this.explorer = this.server.bean(JobExplorer.class);
		DataSet.fill(this.server.bean(StoreBackend.class), this.jobs);
		AuditTrail trail = this.server.bean(AuditTrail.class);
		HostileText.ALL.forEach((text) -> trail.record(text, text, text, 1));
		assertThat(this.explorer.count(JobQuery.all())).isGreaterThanOrEqualTo(this.jobs);
		this.user = new PageUser(this.page, this.server, "admin");
		this.user.load();
	}

	@BeforeEach
	@Override
	void desktop() {
		this.user.look(false, 1280, 900);
		this.page.errors().clear();
	}

	/** Look at a view in light, dark and on a phone. */
	void check(String view) {
		this.page.errors().clear();
		this.user.look(false, 1280, 900);
		this.user.open(view);
		assertInert();
		assertThat(Axe.faults(this.page)).as("light").isEmpty();
		this.user.look(true, 1280, 900);
		assertThat(Axe.faults(this.page)).as("dark").isEmpty();
		this.user.look(false, 390, 844);
		assertThat(Axe.faults(this.page)).as("phone").isEmpty();
		assertThat(this.page.eval("document.documentElement.scrollWidth").asInt()).isLessThanOrEqualTo(390);
		assertThat(this.page.errors()).isEmpty();
	}

	void assertInert() {
		assertThat(this.page.eval("Boolean(%s)".formatted(ACTIVE)).asBoolean()).as("hostile text is active").isFalse();
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
