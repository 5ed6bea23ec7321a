package io.jobqueue.dashboard.browser;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import io.jobqueue.FailureGroup;
import io.jobqueue.JobId;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStatus;
import io.jobqueue.JobSummary;
import io.jobqueue.JobSummaryPage;
import io.jobqueue.Limit;
import io.jobqueue.dashboard.dataset.DataSet;
import io.jobqueue.dashboard.dataset.HostileText;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** All views and acts of the page in a browser, on a store with 100,000 jobs. */
abstract class StorePageContract extends StorePage {

	/** What all hostile texts but one do where they are active. */
	private static final String TITLE = "document.title='hostile'";

	private static final int JOBS = 100_000;

	StorePageContract(Class<?> storeConfiguration) {
		super(storeConfiguration, JOBS);
	}

	@Test
	void storeHasJobsOfEachStatus() {
		for (JobStatus status : JobStatus.values()) {
			assertThat(size("orders", status)).as(status.name()).isPositive();
		}
		assertThat(this.explorer.workers()).hasSizeGreaterThanOrEqualTo(5);
	}

	@TestFactory
	Stream<DynamicTest> eachViewIsAccessibleAndFits() {
		List<String> jobs = Stream.of(JobStatus.FAILED, JobStatus.STARTED)
			.map((status) -> "job?id=" + first("orders", status).id())
			.toList();
		Stream<String> lists = Stream.of("jobs?status=FAILED&status=MAX_RETRIES", "jobs?queue=limited&status=STARTED");
		return Stream.of(this.user.views().stream(), lists, jobs.stream())
			.flatMap((views) -> views)
			.map((view) -> DynamicTest.dynamicTest(view, () -> check(view)));
	}

	@ParameterizedTest
	@EnumSource(JobStatus.class)
	void hostileTextIsTextInJobsOfEachStatus(JobStatus status) {
		JobQuery query = JobQuery.all().inQueue("reports").withStatus(status).withText(TITLE).withLimit(3);
		JobSummaryPage jobs = this.explorer.summaries(query);
		while (jobs.jobs().isEmpty() && jobs.next() != null) {
			jobs = this.explorer.summaries(query.after(jobs.next()));
		}
		assertThat(jobs.jobs()).isNotEmpty();
		for (JobSummary job : jobs.jobs()) {
			this.user.open("job?id=" + job.id());
			assertThat(this.user.text()).contains(TITLE, status.name().replace('_', ' '));
			assertInert();
		}
		this.user.open("jobs?queue=reports&status=" + status);
		assertInert();
	}

	@Test
	void hostileTextIsTextInTheAudit() {
		this.user.open("audit");
		assertThat(this.user.text()).contains(HostileText.IMAGE, HostileText.ATTRIBUTE, HostileText.SCRIPT,
				HostileText.ADDRESS);
		assertInert();
	}

	@Test
	void hostileTextIsTextInTags() {
		this.user.open("jobs?queue=reports&status=STARTED");
		assertThat(this.user.texts("main .label")).contains(HostileText.IMAGE, HostileText.ADDRESS);
		assertInert();
		this.user.open("job?id=" + first("reports", JobStatus.STARTED).id());
		assertThat(this.user.texts("main .facts .label")).contains(HostileText.IMAGE, HostileText.ADDRESS);
		assertInert();
	}

	/** Rows that look the same are not all looked at, which saves minutes. */
	@Test
	void eachStatusIsAmongTheRowsThatAreLookedAt() {
		this.user.open("jobs?queue=orders");
		List<String> all = this.user.texts("main tbody .status");
		List<String> lookedAt = Axe.statuses(this.page);
		assertThat(lookedAt).containsAll(all).hasSizeLessThan(all.size());
		this.user.open("failures");
		assertThat(Axe.statuses(this.page)).isEmpty();
	}

	@Test
	void violationOfThePolicyIsReported() {
		this.user.open("overview");
		this.page
			.eval("document.querySelector('main').insertAdjacentHTML('beforeend', '<i onclick=\"alert(1)\"></i>')");
		this.page.eval("document.querySelector('main i').click()");
		await().until(() -> this.page.errors().stream().anyMatch((error) -> error.contains("Content Security Policy")));
		this.page.eval("document.querySelector('main i').remove()");
		this.page.errors().clear();
	}

	@Test
	void queueIsPausedResumedAndPurged() {
		long succeeded = size("sms", JobStatus.SUCCESS);
		this.user.open("queues");
		this.page.press("Pause sms");
		await().until(() -> this.explorer.queue("sms").paused());
		this.page.press("Resume sms");
		await().until(() -> !this.explorer.queue("sms").paused());
		this.page.press("Purge sms");
		this.user.type("dialog input", "sms");
		this.page.press("Delete the jobs");
		await().until(() -> size("sms", JobStatus.QUEUED) + size("sms", JobStatus.SCHEDULED)
				+ size("sms", JobStatus.RETRY) + size("sms", JobStatus.INTERRUPTED) == 0);
		this.page.until("document.getElementById('live').textContent.endsWith('jobs of sms deleted.')");
		assertThat(size("sms", JobStatus.SUCCESS)).isEqualTo(succeeded);
	}

	@Test
	void selectedJobsAreRequeued() {
		long failed = size("webhooks", JobStatus.FAILED);
		this.user.open("jobs?queue=webhooks&status=FAILED");
		this.user.tick(3);
		this.user.pressAndConfirm("Requeue", "Requeue 3 jobs");
		this.user.until("3 jobs requeued.");
		assertThat(size("webhooks", JobStatus.FAILED)).isEqualTo(failed - 3);
	}

	@Test
	void allThatMatchAreCancelledAndDeleted() {
		long scheduled = size("search", JobStatus.SCHEDULED);
		long cancelled = scheduled + size("search", JobStatus.CANCELLED);
		this.user.open("jobs?queue=search&status=SCHEDULED");
		this.user.pressAndConfirm("Cancel all …", "Cancel %s jobs".formatted(number(scheduled)));
		this.user.until("%s jobs cancelled.".formatted(number(scheduled)));
		assertThat(size("search", JobStatus.CANCELLED)).isEqualTo(cancelled);
		this.user.open("jobs?queue=search&status=CANCELLED");
		this.page.press("Delete all …");
		this.user.type("dialog input", Long.toString(cancelled));
		this.page.call("Input.dispatchKeyEvent", Map.of("type", "keyDown", "key", "Enter"));
		this.user.until("%s jobs deleted.".formatted(number(cancelled)));
		assertThat(size("search", JobStatus.CANCELLED)).isZero();
	}

	private static String number(long value) {
		return String.format(Locale.ENGLISH, "%,d", value);
	}

	@Test
	void groupOfFailuresIsRequeued() {
		FailureGroup group = this.explorer.failures().get(0);
		this.user.open("failures");
		this.user.pressAndConfirm("Requeue %s of %s".formatted(group.errorType(), group.task()),
				"Requeue %s jobs".formatted(number(group.count())));
		this.user.until("%s jobs requeued.".formatted(number(group.count())));
		assertThat(this.explorer.failures()).noneMatch((left) -> left.queue().equals(group.queue())
				&& left.task().equals(group.task()) && left.errorType().equals(group.errorType()));
	}

	@Test
	void oneJobIsRequeuedCancelledAndDeleted() {
		JobId id = first("invoices", JobStatus.TIMEOUT).id();
		this.user.open("job?id=" + id);
		this.page.press("Requeue");
		await().until(() -> status(id) == JobStatus.QUEUED);
		this.user.pressAndConfirm("Cancel", "Cancel the job");
		await().until(() -> status(id) == JobStatus.CANCELLED);
		this.user.pressAndConfirm("Delete", "Delete the job");
		await().until(() -> this.explorer.find(id).isEmpty());
		this.page.until("document.querySelector('.failure')");
		this.user.open("overview");
		this.page.errors().removeIf((error) -> error.contains("404"));
	}

	@Test
	void scheduleIsPausedResumedAndTriggered() {
		this.user.open("schedules");
		this.page.press("Pause nightly");
		this.page.press("Resume nightly");
		this.page.untilThereIs("Pause nightly");
		this.page.press("Trigger nightly");
		this.page.until("document.getElementById('live').textContent.startsWith('nightly was fired: job emails-')");
	}

	@Test
	void limitIsSetHeldBackAndReset() {
		this.user.open("limits");
		this.page.press("Set tenant");
		this.user.type("dialog input[type=number]", "5");
		this.page.press("Set the bound");
		await().until(() -> limit("tenant").limit().equals(Limit.ofMaxRunning(5)));
		this.page.press("Hold back tenant");
		await().until(() -> limit("tenant").delay().toSeconds() > 0);
		this.page.press("Reset tenant");
		await().until(() -> this.explorer.limits(DataSet.LIMITED)
			.stream()
			.noneMatch((limit) -> limit.name().equals("tenant") && limit.operator() != null));
	}

	@Test
	void pagesAreTurnedAndTheBrowserGoesBack() {
		this.user.open("jobs?queue=orders&status=SUCCESS");
		List<String> first = this.user.texts("main tbody td.main");
		assertThat(first).hasSize(50);
		this.page.eval(
				"[...document.querySelectorAll('.pages a')].find((each) => each.textContent === 'Next page').click()");
		this.page.until("location.hash.includes('after=')");
		await().until(() -> this.user.texts("main tbody td.main"),
				(shown) -> shown.size() == 50 && Collections.disjoint(shown, first));
		this.page.eval("history.back()");
		await().until(() -> this.user.texts("main tbody td.main"), first::equals);
	}

	@Test
	void jobsAreSearchedByText() {
		this.user.open("jobs?queue=backup.nightly&status=QUEUED");
		this.user.type("main input[placeholder*=payload]", "customer-101");
		this.page.eval("document.activeElement.blur()");
		this.page.until("location.hash.includes('text=customer-101')");
		// What was shown before stays for a moment, and a page of a search is bounded in
		// time.
		await().until(() -> {
			this.page.eval("document.querySelector('main tbody') || [...document.querySelectorAll('.pages a')]"
					+ ".find((each) => each.textContent === 'Search on')?.click()");
			String id = this.page.eval("document.querySelector('main tbody td.main a')?.title || 'none'").asString();
			return this.explorer.find(JobId.of(id)).filter((job) -> job.payload().contains("customer-101")).isPresent();
		});
	}

}
