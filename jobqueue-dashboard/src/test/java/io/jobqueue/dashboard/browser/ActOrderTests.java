package io.jobqueue.dashboard.browser;

import java.util.List;

import io.jobqueue.JobDispatcher;
import io.jobqueue.JobOperator;
import io.jobqueue.JobRequest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Acts that are pressed one at once after another, in a browser. */
class ActOrderTests extends BrowserTest {

	/** The first act gets its answer when the test releases it. */
	private static final String HELD = """
			{ const before = window.fetch, later = window.setTimeout;
			window.acts = [];
			window.said = [];
			window.fetch = (address, options) => {
				if (options?.method !== 'POST') {
					return before(address, options);
				}
				window.acts.push(new URL(address).pathname.split('/').slice(-2).join('/'));
				return window.acts.length > 1 ? before(address, options)
					: new Promise((go) => (window.release = go)).then(() => before(address, options));
			};
			window.setTimeout = (work, millis) => later(work, millis === 10000 ? window.longest ?? millis : millis);
			document.addEventListener('DOMContentLoaded', () => {
				const live = document.getElementById('live');
				if (live) {
					new MutationObserver(() => live.textContent && window.said.push(live.textContent))
						.observe(live, { childList: true });
				}
			}); }
			""";

	ActOrderTests() {
		super(List.of(), "jobqueue.dashboard.anonymous=operate");
	}

	@BeforeAll
	void dispatch() {
		JobDispatcher jobs = this.server.bean(JobDispatcher.class);
		jobs.dispatch(JobRequest.of("succeed", "x").onQueue("first"));
		jobs.dispatch(JobRequest.of("succeed", "x").onQueue("second"));
	}

	@Test
	void lastMessageIsThatOfTheLastAct() {
		withScript(HELD, () -> {
			pauseBoth();
			assertThat(texts("acts")).containsExactly("first/pause");
			this.page.eval("window.release()");
			this.page.until("window.said.length === 2");
			assertThat(texts("acts")).containsExactly("first/pause", "second/pause");
			assertThat(texts("said")).containsExactly("Workers claim no more jobs of first.",
					"Workers claim no more jobs of second.");
		});
	}

	@Test
	void actThatHangsDoesNotKeepOthersFromBeingDone() {
		withScript("window.longest = 200;" + HELD, () -> {
			pauseBoth();
			this.page.until("window.acts.length === 2");
			this.page.until("window.said.length === 1");
			assertThat(texts("said")).containsExactly("Workers claim no more jobs of second.");
		});
	}

	private void pauseBoth() {
		JobOperator operator = this.server.bean(JobOperator.class);
		operator.resume("first");
		operator.resume("second");
		open("queues");
		this.page.press("Pause first");
		this.page.press("Pause second");
	}

	private List<String> texts(String name) {
		return List.of(this.page.eval("window.%s.join('|')".formatted(name)).asString().split("\\|"));
	}

}
