package io.jobqueue.dashboard.browser;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;

import io.jobqueue.JobContext;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.dashboard.TestApplication;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/** The log of a job on its page, in a browser. */
class JobLogTests extends BrowserTest {

	private static final String BOX = "document.getElementById('log')";

	private static final String AT_END = BOX + ".scrollTop + " + BOX + ".clientHeight > " + BOX + ".scrollHeight - 4";

	private Talk talk;

	private JobId job;

	JobLogTests() {
		super(List.of(Talks.class), "jobqueue.dashboard.anonymous=view");
	}

	@BeforeEach
	void run() {
		this.talk = this.server.bean(Talk.class);
		this.job = this.server.bean(JobDispatcher.class).dispatch("talk", "x");
	}

	@AfterEach
	void end() {
		this.talk.lines.add("");
		this.server.bean(JobExplorer.class).await(this.job, Duration.ofSeconds(30));
		this.talk.lines.clear();
	}

	@Test
	void newLinesFollowAsText() {
		say("begun", "two\nlines");
		open("job?id=" + this.job);
		this.page.until(BOX + "?.textContent.includes('begun')");
		assertThat(this.page.eval(BOX + ".querySelector('time').title").asString()).matches(".*\\d{4}, [\\d:]{8}");
		assertThat(this.page.eval(BOX + ".querySelectorAll('span')[1].innerText").asString()).isEqualTo("two\nlines");
		say(TestApplication.HOSTILE);
		this.page.until(BOX + ".querySelectorAll('p').length === 3");
		assertThat(this.page.eval(BOX + ".querySelector('p:last-child span').textContent").asString())
			.isEqualTo(TestApplication.HOSTILE);
		assertThat(this.page.eval("document.querySelectorAll('main img').length").asInt()).isZero();
		assertThat(this.page.eval("document.title").asString()).doesNotContain("hostile");
	}

	@Test
	void newLinesAreCountedWhileTheReaderIsNotAtTheEnd() {
		say(lines(1, 100));
		open("job?id=" + this.job);
		this.page.until(BOX + "?.querySelectorAll('p').length === 100 && " + AT_END);
		say("101");
		this.page.until(BOX + ".querySelectorAll('p').length === 101 && " + AT_END);
		this.page.eval(BOX + ".scrollTop = 40");
		say("102", "103");
		this.page
			.until("[...document.querySelectorAll('main h2 button')].some((each) => each.textContent === '2 new')");
		assertThat(this.page.eval(BOX + ".scrollTop").asInt()).isEqualTo(40);
		assertThat(this.page.eval(BOX + ".querySelectorAll('p').length").asInt()).isEqualTo(101);
		this.page.press("2 new");
		this.page.until(BOX + ".querySelectorAll('p').length === 103 && " + AT_END);
		assertThat(this.page.eval("document.activeElement.id").asString()).isEqualTo("log");
		this.page.eval(BOX + ".scrollTop = 40");
		say("104");
		this.page.press("1 new");
		this.page.until(BOX + ".querySelectorAll('p').length === 104");
	}

	/** No more than the new lines are read, and none of a job that has ended. */
	@Test
	void onlyNewLinesAreRead() {
		String script = """
				{ window.logs = []; window.jobs = 0; const before = window.fetch;
				window.fetch = (address, options) => {
					if (new URL(address).pathname.endsWith('/log')) {
						window.logs.push(new URL(address).search.replace(/\\d{2,}/, 'N'));
					}
					else {
						window.jobs++;
					}
					return before(address, options);
				}; }""";
		withScript(script, () -> {
			say("begun");
			open("job?id=" + this.job);
			this.page.until(BOX + "?.textContent.includes('begun')");
			say("done", "");
			this.page.until(BOX + ".textContent.includes('done')");
			this.page.until("document.querySelector('main .lead').textContent.includes('SUCCESS')");
			this.page.eval("window.last = logs.length; window.jobs = 0");
			this.page.until("jobs > 1");
			assertThat(this.page.eval("logs.length - last").asInt()).isZero();
			assertThat(this.page.eval("logs.join()").asString()).startsWith(",?from=").endsWith("?from=N");
		});
	}

	@Test
	void pageKeepsTheNewestLines() {
		String many = """
				{ 'api/jobs/%s/log': { lines: Array.from({ length: 1500 }, (none, number) => ({ number, at: at(1),
					text: 'line ' + number })), next: 1500, more: true, dropped: false } }""";
		withAnswers(many.formatted(this.job), () -> {
			open("job?id=" + this.job);
			this.page.until(BOX + "?.querySelectorAll('p').length === 2000");
			assertThat(this.page.eval(BOX + ".querySelector('p').textContent").asString())
				.startsWith("Earlier lines are not shown");
			assertThat(this.page.eval(BOX + ".querySelector('p:last-child').textContent").asString())
				.endsWith("line 1499");
		});
	}

	@Test
	void jobIsShownWithoutItsLog() {
		withAnswers("{ 'api/jobs/%s/log': away }".formatted(this.job), () -> {
			open("job?id=" + this.job);
			this.page.until("document.querySelector('main .missing')");
			assertThat(text()).contains("The log cannot be shown: The store does not answer", "Time line");
		});
		withAnswers("""
				{ 'api/session': { user: 'ada', access: 'VIEW', readOnly: false, audit: false, payloads: 'HIDDEN',
					csrf: null } }""", () -> {
			open("job?id=" + this.job);
			this.page.until("document.querySelector('main h2')");
			assertThat(text()).contains("LogHidden by jobqueue.dashboard.payloads.");
			assertThat(this.page.eval("reads.some((path) => path.endsWith('/log'))").asBoolean()).isFalse();
		});
	}

	@Test
	void logIsAccessibleAndFitsAPhone() {
		say(lines(1, 100));
		say("W".repeat(2_000));
		open("job?id=" + this.job);
		this.page.until(BOX + "?.querySelectorAll('p').length === 101");
		assertThat(Axe.faults(this.page)).as("light").isEmpty();
		this.page.call("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
		this.page.until("matchMedia('(prefers-color-scheme: dark)').matches");
		assertThat(Axe.faults(this.page)).as("dark").isEmpty();
		this.page.call("Emulation.setEmulatedMedia", Map.of("features", List.of()));
		this.page.size(390, 844);
		this.page.until("innerWidth === 390");
		assertThat(Axe.faults(this.page)).as("phone").isEmpty();
		assertThat(this.page.eval("document.documentElement.scrollWidth").asInt()).isLessThanOrEqualTo(390);
		assertThat(this.page.eval(BOX + ".scrollWidth - " + BOX + ".clientWidth").asInt()).isZero();
	}

	private void say(String... lines) {
		this.talk.lines.addAll(List.of(lines));
	}

	private static String[] lines(int first, int last) {
		String[] lines = new String[last - first + 1];
		for (int i = 0; i < lines.length; i++) {
			lines[i] = Integer.toString(first + i);
		}
		return lines;
	}

	/** Writes the lines that a test says, until an empty one. */
	static class Talk {

		final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();

		@JobTask(name = "talk", queue = "talks")
		void talk(String text) throws InterruptedException {
			for (String line = this.lines.take(); !line.isEmpty(); line = this.lines.take()) {
				JobContext.current().log("{}", line);
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Talks {

		@Bean
		Talk talk() {
			return new Talk();
		}

	}

}
