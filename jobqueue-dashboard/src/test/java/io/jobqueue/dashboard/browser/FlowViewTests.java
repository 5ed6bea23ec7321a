package io.jobqueue.dashboard.browser;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What the views of flows show of what is rare, in a browser. */
class FlowViewTests extends BrowserTest {

	private static final String FLOW = """
			'api/flows/x': { flow: { id: 'x', name: null, status: '%s', stage: 1, stages: 2, jobs: 3, open: 1, succeeded: 1, failed: 1,
				progress: 0.66, createdAt: at(5), endedAt: null }, followers: [{ id: 'gone', job: null }] }""";

	private static final String NO_MEMBERS = "'api/flows/x/members': { members: [], next: null }";

	FlowViewTests() {
		super(List.of(), "jobqueue.dashboard.anonymous=operate");
	}

	@ParameterizedTest
	@CsvSource({ "OPEN,Jobs are still being added,true", "RUNNING,created,true",
			"FAILED,Requeue the jobs that failed,true", "CANCELLED,Its jobs are being cancelled,false",
			"ABANDONED,did not finish that,false" })
	void statusSaysWhatItMeansAndWhetherItCanBeCancelled(String status, String meaning, boolean cancellable) {
		withAnswers("{ %s, %s }".formatted(FLOW.formatted(status), NO_MEMBERS), () -> {
			open("flow?id=x");
			this.page.until("document.querySelector('main .facets')");
			assertThat(text()).contains(status, meaning, "2 of 3 jobs ended", "stage 1 of 2", "no longer kept");
			assertThat(this.page.eval("Boolean(document.querySelector('main .bulk button'))").asBoolean())
				.isEqualTo(cancellable);
		});
	}

	@Test
	void memberThatIsNotThereSaysWhy() {
		String members = """
				'api/flows/x/members': { next: null, members: ['OPEN', 'SUCCEEDED', 'SKIPPED', 'FAILED', 'MISSING'].map((state, place) =>
					({ place, state, id: 'emails-' + place, job: null })) }""";
		withAnswers("{ %s, %s }".formatted(FLOW.formatted("RUNNING"), members), () -> {
			open("flow?id=x");
			this.page.until("document.querySelectorAll('main table:last-of-type tbody tr').length === 5");
			assertThat(text()).contains("not yet stored", "succeeded, and is no longer kept",
					"another job had its unique key", "failed, and is no longer kept", "deleted before it ended");
			assertThat(this.page.eval("document.querySelectorAll('main td a').length").asInt()).isZero();
			assertThat(text()).doesNotContain("Requeue");
		});
	}

	@Test
	void searchForFailedJobsGoesOn() {
		withAnswers("{ %s, 'api/flows/x/members': { members: [], next: 10000 } }".formatted(FLOW.formatted("RUNNING")),
				() -> {
					open("flow?id=x&state=FAILED&state=MISSING");
					this.page.until("document.querySelector('main .pages a')?.textContent === 'Search on'");
					assertThat(text()).contains("No such job in this part of the flow.");
					this.page.eval("document.querySelector('main .pages a').click()");
					this.page.until("location.hash === '#/flow?id=x&state=FAILED&state=MISSING&from=10000'");
				});
	}

	@Test
	void searchByNameGoesOn() {
		withAnswers("{ 'api/flows': { kept: true, flows: [], next: 'f1' } }", () -> {
			open("flows?name=import");
			this.page.until("document.querySelector('main .pages a')?.textContent === 'Search on'");
			assertThat(text()).contains("No such flow among those that were read.");
			this.page.eval("document.querySelector('main .pages a').click()");
			this.page.until("location.hash === '#/flows?name=import&before=f1'");
		});
	}

	@Test
	void listSaysThatThereIsNone() {
		withAnswers("{ 'api/flows': { kept: false, flows: [], next: null } }", () -> {
			open("flows");
			this.page.until("document.querySelector('main .empty')?.textContent === 'This store keeps no flows.'");
		});
		open("flows");
		this.page.until("document.querySelector('main .empty')?.textContent.includes('jobs.batch(requests)')");
	}

}
