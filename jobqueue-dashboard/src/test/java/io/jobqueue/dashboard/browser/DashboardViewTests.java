package io.jobqueue.dashboard.browser;

import java.time.Duration;
import java.util.List;

import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobOperator;
import io.jobqueue.JobRequest;
import io.jobqueue.JobSchedules;
import io.jobqueue.Limit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What each view shows of its data, in a browser. */
class DashboardViewTests extends BrowserTest {

	DashboardViewTests() {
		super(List.of(), "jobqueue.dashboard.anonymous=operate");
	}

	@Test
	void queueSaysWhatHoldsItBackAndHowItChanges() {
		this.server.bean(JobOperator.class).limit("held", "", Limit.ofMaxRunning(0));
		this.server.bean(JobDispatcher.class).dispatch(JobRequest.of("succeed", "x").onQueue("held"));
		open("queues?name=held");
		this.page.until("document.querySelector('main td .tag[href]')?.textContent === 'limit: 0 of 0 run'");
		this.page.until("document.querySelector('main tbody tr').textContent.includes('steady')");
		this.page.eval("document.querySelector('main td .tag[href]').click()");
		this.page.until("document.querySelector('main h1')?.textContent === 'Limits'");
		this.page.until("document.querySelectorAll('main tbody tr').length === 1");
	}

	@Test
	void jobsAreFoundByTimeAndQueuesHaveCounts() {
		JobId id = this.server.bean(JobDispatcher.class).dispatch(JobRequest.of("succeed", "x").onQueue("emails"));
		this.server.bean(JobExplorer.class).await(id, Duration.ofSeconds(30));
		open("jobs?queue=emails&status=SUCCESS");
		this.page.until("document.querySelector('main tbody tr')");
		assertThat(this.page.eval("document.querySelector('main select option:checked').textContent").asString())
			.matches("emails \\([1-9]\\d*\\)");
		this.page.eval("""
				{ const until = document.querySelector('input[type=datetime-local]'); until.value = '2020-01-31T12:00';
				until.dispatchEvent(new Event('change')); }""");
		this.page.until("document.querySelector('main .empty')?.textContent === 'No job matches this filter.'");
		assertThat(this.page.eval("location.hash").asString()).contains("until=2020-01-31T").contains("queue=emails");
	}

	@Test
	void errorShowsWhatIsNotOfALibraryFirst() {
		JobId id = this.server.bean(JobDispatcher.class).dispatch("fail", "x");
		this.server.bean(JobExplorer.class).await(id, Duration.ofSeconds(30));
		open("job?id=" + id);
		this.page.until("document.querySelector('main pre.own')");
		assertThat(this.page.eval("document.querySelector('main pre.own').textContent").asString())
			.contains("IllegalArgumentException: Cannot read x")
			.doesNotContain("java.base");
		assertThat(text()).containsPattern("The whole stack trace, with \\d+ frames of libraries");
	}

	@Test
	void jobSaysThatNoWorkerServesItsQueue() {
		JobId id = this.server.bean(JobDispatcher.class).dispatch(JobRequest.of("succeed", "x").onQueue("nobody"));
		open("job?id=" + id);
		this.page.until("document.querySelector('main .waits')");
		assertThat(this.page.eval("document.querySelector('main .waits').textContent").asString())
			.contains("No worker that is alive serves queue 'nobody'")
			.doesNotContain("No limit holds it back");
	}

	@Test
	void scheduleSaysHowItsLastRunEnded() {
		JobId id = this.server.bean(JobSchedules.class).trigger("nightly");
		this.server.bean(JobExplorer.class).await(id, Duration.ofSeconds(30));
		open("schedules");
		this.page.until("document.querySelector('main .runs a[data-outcome=SUCCESS]')");
		assertThat(text()).containsPattern("success in \\d+");
	}

	@Test
	void workersAreReducedToAQueue() {
		open("workers?queue=emails");
		this.page.until("document.querySelectorAll('main tbody tr').length === 1");
		assertThat(text()).contains("Only queue emails", "permits in use");
	}

	/** Workers store what they have done once in 10 s. */
	@Test
	void tasksHaveWhatWorkersHaveDone() {
		JobId id = this.server.bean(JobDispatcher.class).dispatch("succeed", "x");
		this.server.bean(JobExplorer.class).await(id, Duration.ofSeconds(30));
		open("tasks");
		this.page.until("document.querySelector('main .trend')");
		assertThat(text()).containsPattern("succeed emails\\d+ %\\d+ ms / \\d+ ms");
	}

	@Test
	void queuesHaveTheRatesOfWorkers() {
		withAnswers("""
				{ 'api/queues': [{ name: 'emails', paused: false, sizes: {}, waiting: 0, running: 0, deadLetters: 0,
					oldestAgeMillis: null, workers: 1, capacity: 3, donePerMinute: 4.5 }] }""", () -> {
			open("queues");
			this.page.until("document.querySelector('main tbody tr')");
			assertThat(text()).contains("4.5 a min").doesNotContain("cannot be shown");
		});
		withAnswers("""
				{ 'api/queues': [{ name: 'emails', paused: false, sizes: {}, waiting: 0, running: 0, deadLetters: 0,
					oldestAgeMillis: null, workers: 1, capacity: 3, donePerMinute: null }] }""", () -> {
			open("queues");
			this.page.until("document.querySelector('main tbody tr')");
			assertThat(text()).contains("What is done a minute cannot be shown");
		});
	}

	/** One that was thrown by modules, by class loaders with names, and with a cause. */
	@Test
	void framesOfLibrariesAreNotThoseOfTheApplication() {
		String frames = String.join("\\n", "shop.CardException: refused",
				"\\tat app//shop.Payment.charge(Payment.java:7)", "\\tat shop.core@2.1/shop.Orders.pay(Orders.java:9)",
				"\\tat java.base/java.util.List.of(List.java:1)",
				"\\tat java.base@17.0.2/java.lang.Thread.run(Thread.java:840)",
				"\\tat app//org.springframework.aop.Proxy.call(Proxy.java:2)",
				"\\tat platform/java.sql@17.0.2/java.sql.Driver.get(Driver.java:3)",
				"\\tat jdk.internal.Reflect.call(Reflect.java:4)", "Caused by: shop.Refused: no",
				"\\tat shop.Bank.ask(Bank.java:5)", "\\t... 12 more");
		String job = """
				{ 'api/jobs/x': { job: { id: 'x', task: 'pay', queue: 'q', status: 'FAILED', tags: [], attempts: 1,
					createdAt: at(2), startedAt: at(2), endedAt: at(1), progress: 0 }, retriesUsed: 0, maxRetries: null,
					timeoutMillis: null, headers: {}, payload: null, result: null, history: [], waitsFor: [],
					error: { type: 'shop.CardException', message: 'refused', stackTrace: '%s' } },
				'api/jobs/x/steps': { steps: [] },
				'api/jobs/x/log': { lines: [], next: 0, more: false, dropped: false } }""";
		withAnswers(job.formatted(frames), () -> {
			open("job?id=x");
			this.page.until("document.querySelector('main pre.own')");
			assertThat(this.page.eval("document.querySelector('main pre.own').textContent").asString().lines())
				.containsExactly("shop.CardException: refused", "\tat app//shop.Payment.charge(Payment.java:7)",
						"\tat shop.core@2.1/shop.Orders.pay(Orders.java:9)", "Caused by: shop.Refused: no",
						"\tat shop.Bank.ask(Bank.java:5)");
			assertThat(text()).contains("The whole stack trace, with 5 frames of libraries");
		});
	}

	@Test
	void textOfProgressStandsBesideItsNumber() {
		String job = """
				{ 'api/jobs/x': { job: { id: 'x', task: 'pay', queue: 'q', status: 'STARTED', tags: [], attempts: 1,
					createdAt: at(2), startedAt: at(2), progress: 0.4 }, progressText: 'Page 4 <of> 10', retriesUsed: 0,
					maxRetries: null, timeoutMillis: null, headers: {}, payload: null, result: null, history: [],
					waitsFor: [], error: null },
				'api/jobs/x/steps': { steps: [] },
				'api/jobs/x/log': { lines: [], next: 0, more: false, dropped: false } }""";
		withAnswers(job, () -> {
			open("job?id=x");
			this.page.until("document.querySelector('main p.progress')");
			assertThat(this.page.eval("document.querySelector('main p.progress').textContent").asString())
				.contains("40 %", "Page 4 <of> 10");
		});
	}

	/** The job is gone, so nobody knows how it ended. */
	@Test
	void runWhoseEndIsNotKnownLooksUnlikeOneThatSucceeded() {
		String schedule = """
				{ 'api/schedules': [{ name: 'nightly', task: 'succeed', queue: 'emails', cron: '0 0 3 * * *', zone: 'Nowhere/At-all',
					state: 'ACTIVE', next: at(-60), runs: [
						{ tick: at(1), at: at(1), outcome: 'FIRED', job: 'a', status: null, durationMillis: null },
						{ tick: at(2), at: at(2), outcome: 'FIRED', job: 'b', status: 'SUCCESS', durationMillis: 5 }] }] }""";
		withAnswers(schedule, () -> {
			open("schedules");
			this.page.until("document.querySelectorAll('main .runs a').length === 2");
			assertThat(backgroundOf("FIRED")).isNotEqualTo(backgroundOf("SUCCESS"));
			assertThat(text()).contains(" UTC");
		});
	}

	private String backgroundOf(String outcome) {
		return this.page
			.eval("getComputedStyle(document.querySelector('main .runs [data-outcome=%s]')).backgroundColor"
				.formatted(outcome))
			.asString();
	}

	@Test
	void timeThatIsNoneIsShownAsItIs() {
		open("jobs");
		this.page.until("document.querySelector('main .facets')");
		this.page.eval("location.hash = '#/jobs?from=yesterday&until=tomorrow'");
		this.page.until("document.querySelector('main .failure')?.textContent.includes('yesterday')");
		assertThat(format("exactly('yesterday')")).isEqualTo("yesterday");
		assertThat(format("relative('yesterday')")).isEqualTo("yesterday");
		assertThat(format("between('yesterday', 'today')")).isEqualTo("–");
		this.page.errors().removeIf((error) -> error.contains("400"));
	}

	@Test
	void smallRateIsNotNone() {
		open("overview");
		assertThat(List.of(format("percent(0)"), format("percent(0.0004)"), format("percent(0.004)"),
				format("percent(0.12)")))
			.containsExactly("0 %", "< 0.1 %", "0.4 %", "12 %");
	}

	private String format(String call) {
		return this.page
			.eval("import(new URL('format.js', location.origin + location.pathname)).then((format) => format.%s)"
				.formatted(call))
			.asString();
	}

	/** The page on a phone is as far down as the reader wants it. */
	@Test
	void menuIsScrolledForAnotherViewOnly() {
		String script = """
				{ window.scrolled = 0; const before = Element.prototype.scrollIntoView;
				Element.prototype.scrollIntoView = function (options) {
					window.scrolled += this.closest('nav') ? 1 : 0;
					before.call(this, options);
				}; }""";
		withScript(script, () -> {
			open("jobs");
			this.page.until("document.querySelector('main h1')");
			int opened = this.page.eval("scrolled").asInt();
			this.page.eval("document.querySelector('.facets button').click()");
			this.page.until("location.hash.includes('status=')");
			this.page.until("document.querySelector('.facets button[aria-pressed=true]')");
			assertThat(this.page.eval("scrolled").asInt()).isEqualTo(opened);
			this.page.key("g");
			this.page.key("t");
			this.page.until("document.querySelector('main h1')?.textContent.startsWith('Tasks')");
			assertThat(this.page.eval("scrolled").asInt()).isEqualTo(opened + 1);
		});
	}

	@Test
	void viewsSayWhatIsMissingAndShowTheRest() {
		withAnswers("{ 'api/limits': away }", () -> {
			open("queues");
			this.page.until("document.querySelector('main tbody tr')");
			assertThat(text()).contains("What limits hold back cannot be shown: The store does not answer");
		});
		withAnswers("{ 'api/queues': away, 'api/tasks/names': away }", () -> {
			open("jobs");
			this.page.until("document.querySelector('main .facets')");
			assertThat(text()).contains("Numbers of jobs cannot be shown: The store does not answer");
			assertThat(this.page.eval("document.querySelectorAll('main .facets .num').length").asInt()).isZero();
		});
		withAnswers(
				"""
						{ 'api/tasks': [{ name: 'send', aliases: [], queue: 'emails', timeoutMillis: 1000, maxRetries: 3,
							payloadType: 'x', count: null, failureRate: null, retried: null, wait: times(null), run: times(null),
							trend: [] }] }""",
				() -> {
					open("tasks");
					this.page.until("document.querySelector('main tbody tr')");
					assertThat(text()).contains("What became of jobs cannot be shown", "send");
				});
	}

	@Test
	void namesOfTasksAreReadOnce() {
		withAnswers("{}", () -> {
			open("jobs");
			this.page.until("document.querySelector('main .facets')");
			this.page.eval("document.querySelector('.facets button').click()");
			this.page.until("location.hash.includes('status=')");
			this.page.until("reads.filter((path) => path === 'api/jobs').length >= 2");
			assertThat(this.page.eval("reads.filter((path) => path.startsWith('api/tasks')).join()").asString())
				.isEqualTo("api/tasks/names");
		});
	}

	/** The store keeps these numbers for dead letters only. */
	@Test
	void deadLettersAreCountedByTask() {
		withAnswers(
				"""
						{ 'api/failures': [
							{ queue: 'emails', task: 'send', errorType: 'A', count: 1200, firstAt: null, lastAt: null, sample: null },
							{ queue: 'emails', task: 'read', errorType: 'A', count: 3, firstAt: null, lastAt: null, sample: null },
							{ queue: 'texts', task: 'send', errorType: 'B', count: 4, firstAt: null, lastAt: null, sample: null }] }""",
				() -> {
					String dead = "status=FAILED&status=MAX_RETRIES&status=TIMEOUT";
					String facets = "[...document.querySelectorAll('[aria-label=Task] button')].map((each) => "
							+ "each.textContent.replace(/\\s+/g, ' ').trim()).join(', ')";
					open("jobs?" + dead);
					this.page.until(facets + " === 'send 1,204, read 3'");
					this.page.eval("location.hash = '#/jobs?queue=emails&%s'".formatted(dead));
					this.page.until(facets + " === 'send 1,200, read 3'");
					this.page.press("read 3");
					this.page.until("location.hash.includes('task=read')");
					this.page.until("document.querySelector('[aria-label=Task] [aria-pressed=true]')");
					this.page.eval("location.hash = '#/jobs?status=FAILED'");
					this.page.until(facets + " === ''");
				});
	}

}
