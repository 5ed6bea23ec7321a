package io.jobqueue.dashboard.browser;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The charts of the page, in a browser. */
class ChartTests extends BrowserTest {

	/**
	 * Four points, of which the second one has no attempt, and the last one has not
	 * ended.
	 */
	private static final String STATISTICS = """
			{ 'api/statistics': { from: at(3), to: at(-1), step: 60, failureRate: 0.002, points: [
				{ at: at(3), succeeded: 1200, failed: 4, retried: 1, wait: times(40), run: times(300) },
				{ at: at(2), succeeded: 0, failed: 0, retried: 0, wait: times(null), run: times(null) },
				{ at: at(1), succeeded: 796, failed: 0, retried: 2, wait: times(90), run: times(2000) },
				{ at: at(0), succeeded: 5, failed: 0, retried: 0, wait: times(10), run: times(10) }] } }""";

	/** Count what is drawn. The library defines a global name. */
	private static final String COUNT = """
			{ let library; window.drawn = 0;
			Object.defineProperty(window, 'uPlot', { configurable: true, get: () => library, set: (value) => {
				library = new Proxy(value, { construct: (type, given) => {
					window.drawn++;
					return new type(...given);
				} });
			} }); }""";

	private static final String DRAWN = "document.querySelectorAll('job-chart canvas').length === 3";

	ChartTests() {
		super(List.of(), "jobqueue.dashboard.anonymous=operate");
	}

	@Test
	void overviewDrawsChartsAndTellsThemInWordsAndNumbers() {
		withAnswers(STATISTICS, () -> {
			open("overview");
			this.page.until(DRAWN);
			this.page.until("document.querySelector('job-chart .legend')?.textContent.includes('succeeded 796')");
			assertThat(text()).contains("2,001 jobs succeeded, 4 failed for good (0.2 %), 3 attempts led to a retry.");
			assertThat(
					this.page.eval("document.querySelectorAll('job-chart')[2].getAttribute('aria-label')").asString())
				.startsWith("Run time. The highest p95 was 10 s, at ");
			this.page.eval("document.querySelector('.periods a:nth-child(3)').click()");
			this.page.until("document.querySelector('main h2').textContent.includes('Last 72 hours')");
			assertThat(this.page.eval("location.hash").asString()).isEqualTo("#/overview?period=72h");
			this.page.size(390, 844);
			this.page.until("document.querySelector('job-chart canvas').clientWidth < 390");
			assertThat(this.page.eval("document.documentElement.scrollWidth").asInt()).isLessThanOrEqualTo(390);
		});
	}

	/** No line ends at such a value, and there are too many points to draw each. */
	@Test
	void valueWithoutNeighboursIsDrawnAsAPoint() {
		withAnswers("""
				{ 'api/statistics': { from: at(600), to: at(0), step: 60, failureRate: 0, points:
					Array.from({ length: 600 }, (_, i) => ({ at: at(600 - i), succeeded: 1, failed: 0, retried: 0,
						wait: times([100, 200, 201].includes(i) ? 5 : null), run: times(null) })) } }""", () -> {
			open("overview");
			this.page.until(DRAWN);
			this.page.until("uPlot.sync('jobqueue').plots[1].series[1].points._paths?.stroke");
			assertThat(this.page.eval(
					"((plot) => String(plot.series[1].points.filter(plot, 1, false)))(uPlot.sync('jobqueue').plots[1])")
				.asString()).isEqualTo("100");
		});
	}

	/** A dialog or a wide font leaves less than a chart is wide. */
	@Test
	void chartIsNotWiderThanItsPage() {
		withAnswers(STATISTICS, () -> {
			open("overview");
			this.page.until(DRAWN);
			this.page.size(280, 844);
			this.page.until("innerWidth === 280");
			this.page.until("document.querySelector('.charts').scrollWidth <= 280");
		});
	}

	@Test
	void tableIsShownWithoutReadingAgain() {
		withAnswers(STATISTICS, () -> {
			open("overview");
			this.page.until(DRAWN);
			this.page.eval("window.fetch = () => new Promise(() => { }); true");
			this.page.eval("document.querySelector('details.more summary').click()");
			this.page.until("document.querySelectorAll('details.more tbody tr').length === 3");
			assertThat(text()).contains("90 ms / 450 ms / 810 ms");
		});
	}

	@Test
	void chartIsDrawnOnce() {
		withScript(COUNT, () -> withAnswers(STATISTICS, () -> {
			open("overview");
			this.page.until(DRAWN);
			assertThat(this.page.eval("drawn").asInt()).isEqualTo(3);
		}));
	}

	@Test
	void chartsAreDrawnWhenTheLibraryCanBeLoadedAgain() {
		withAnswers(STATISTICS, () -> {
			this.page.call("Network.setBlockedURLs", Map.of("urls", List.of("*/lib/uplot.js")));
			try {
				open("overview");
				this.page.until("document.querySelectorAll('job-chart button').length === 3");
				assertThat(text()).contains("lib/uplot.js cannot be loaded.");
			}
			finally {
				this.page.call("Network.setBlockedURLs", Map.of("urls", List.of()));
			}
			this.page.press("Try again");
			this.page.until(DRAWN);
			this.page.until("document.querySelectorAll('job-chart button').length === 0");
			assertThat(this.page.eval("document.querySelectorAll('job-chart .legend b').length").asInt()).isEqualTo(9);
			this.page.errors().removeIf((error) -> error.contains("ERR_BLOCKED_BY_CLIENT"));
		});
	}

	@Test
	void chartsAreRemovedWhenTheViewIsLeft() {
		withScript(COUNT, () -> withAnswers(STATISTICS, () -> {
			open("overview");
			this.page.until(DRAWN);
			assertThat(this.page.eval("uPlot.sync('jobqueue').plots.length").asInt()).isEqualTo(3);
			this.page.eval("location.hash = '#/tasks'");
			this.page.until("document.querySelector('main h1')?.textContent.startsWith('Tasks')");
			assertThat(this.page.eval("uPlot.sync('jobqueue').plots.length").asInt()).isZero();
			this.page.call("Emulation.setEmulatedMedia",
					Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
			this.page.until("matchMedia('(prefers-color-scheme: dark)').matches");
			assertThat(this.page.eval("drawn").asInt()).isEqualTo(3);
			this.page.call("Emulation.setEmulatedMedia", Map.of("features", List.of()));
		}));
	}

	@Test
	void trendOfATaskEndsWithTheLastPointThatHasEnded() {
		withAnswers("""
				{ 'api/tasks': [{ name: 'send', aliases: [], queue: 'emails', timeoutMillis: 1000, maxRetries: 3,
					payloadType: 'x', count: 9, failureRate: 0, retried: 0, wait: times(1), run: times(1), trend: [
						{ at: at(3), succeeded: 4, failed: 0 }, { at: at(2), succeeded: 4, failed: 0 },
						{ at: at(1), succeeded: 1, failed: 0 }] }] }""", () -> {
			open("tasks");
			this.page.until("document.querySelector('main .trend polyline')");
			assertThat(
					this.page.eval("document.querySelector('main .trend polyline').getAttribute('points')").asString())
				.isEqualTo("0.0,1.0 80.0,1.0");
		});
	}

	@Test
	void failuresAreFoundByTaskAndErrorAndShowWhatBecomesOfTheirTasks() {
		withAnswers("""
				{ 'api/failures': [
					{ queue: 'emails', task: 'send', errorType: 'com.acme.TimeoutError', count: 12, firstAt: null,
						lastAt: null, sample: null },
					{ queue: 'emails', task: 'read', errorType: 'com.acme.ParseError', count: 3, firstAt: null,
						lastAt: null, sample: null }],
				'api/tasks': [{ name: 'send', aliases: [], queue: 'emails', timeoutMillis: 1000, maxRetries: 3,
					payloadType: 'x', count: 9, failureRate: 1, retried: 0, wait: times(1), run: times(1), trend: [
						{ at: at(3), succeeded: 0, failed: 4 }, { at: at(2), succeeded: 0, failed: 4 },
						{ at: at(1), succeeded: 0, failed: 4 }] }] }""", () -> {
			open("failures");
			this.page.until("document.querySelectorAll('main tbody tr').length === 2");
			assertThat(this.page.eval("document.querySelectorAll('main .trend').length").asInt()).isOne();
			this.page.eval("location.hash = '#/failures?error=parse'");
			this.page.until("document.querySelectorAll('main tbody tr').length === 1");
			assertThat(text()).contains("3 dead letters in 1 group", "ParseError").doesNotContain("TimeoutError");
			this.page.eval("location.hash = '#/failures?task=other'");
			this.page.until("document.querySelector('main').textContent.includes('No group matches the filter.')");
		});
	}

}
