package io.jobqueue.dashboard.browser;

import java.util.List;
import java.util.stream.Stream;

import io.jobqueue.FlowInfo;
import io.jobqueue.FlowMember;
import io.jobqueue.FlowStatus;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.dashboard.dataset.DataSet;
import io.jobqueue.dashboard.dataset.HostileText;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** The views of flows in a browser. */
abstract class FlowPageContract extends StorePage {

	private static final int JOBS = 1_000;

	private static final String ROWS = "main table:last-of-type tbody tr";

	FlowPageContract(Class<?> storeConfiguration) {
		super(storeConfiguration, JOBS);
	}

	@TestFactory
	Stream<DynamicTest> eachViewIsAccessibleAndFits() {
		Stream<String> flows = Stream.of(FlowStatus.RUNNING, FlowStatus.SUCCESS, FlowStatus.FAILED)
			.map((status) -> address(flow(status)));
		Stream<String> others = Stream.of("flows", failedJobs(), "job?id=" + memberOfFailed(0));
		return Stream.concat(flows, others).map((view) -> DynamicTest.dynamicTest(view, () -> check(view)));
	}

	@Test
	void flowsAreListedInPages() {
		this.user.open("flows");
		List<String> first = this.user.texts("main tbody td.main");
		assertThat(first).hasSize(50);
		assertThat(this.user.texts("main tbody tr:nth-child(1) td")).startsWith(shortId(flow(FlowStatus.RUNNING)),
				"RUNNING", "31 of 50 jobs", "1 of 2", "0");
		assertThat(this.user.texts("main tbody tr:nth-child(2) td")).startsWith(DataSet.FAILED_FLOW, "FAILED",
				"140 of 140 jobs");
		this.page.eval("document.querySelector('.pages a').click()");
		await().until(() -> this.user.texts("main tbody td.main"),
				(shown) -> shown.size() == 14 && first.stream().noneMatch(shown::contains));
		this.page.eval("history.back()");
		await().until(() -> this.user.texts("main tbody td.main"), first::equals);
	}

	@Test
	void flowIsFoundByTheBeginningOfItsNameAndItsStatus() {
		FlowInfo failed = flow(FlowStatus.FAILED);
		this.user.open("flows");
		this.page.eval("""
				(() => { const field = document.querySelector('main .filters input');
					field.value = 'import of customer 42'; field.dispatchEvent(new Event('change')); })()""");
		await().until(() -> this.user.texts("main tbody td.main"), List.of(DataSet.FAILED_FLOW)::equals);
		assertInert();
		this.page.eval("[...document.querySelectorAll('.facets button')].find((each) => "
				+ "each.textContent.trim() === 'FAILED').click()");
		this.page.until("location.hash === '#/flows?status=FAILED&name=import+of+customer+42'");
		this.page.eval("document.querySelector('main tbody td.main a').click()");
		this.page.until("document.querySelector('main h1')?.textContent.startsWith('import of customer 42')");
		assertThat(this.user.text()).contains(failed.id().value(), DataSet.FAILED_FLOW);
		this.user.open("flows?status=SUCCESS&name=import");
		this.page.until("document.querySelector('main .empty')?.textContent === 'No flow matches.'");
		check("flows?status=FAILED&name=import");
	}

	@Test
	void jobsThatFailedAreShownInPagesWithHostileTextsAsText() {
		this.user.open(address(flow(FlowStatus.FAILED)));
		assertThat(this.user.texts(ROWS)).hasSize(50);
		this.page.eval("[...document.querySelectorAll('.facets button')][1].click()");
		await().until(() -> this.user.texts(ROWS), (rows) -> rows.get(0).startsWith("81"));
		assertThat(this.user.texts(ROWS)).hasSize(50).allSatisfy((row) -> assertThat(row).contains("FAILED", "resize"));
		assertThat(this.user.text()).contains(HostileText.IMAGE, HostileText.ATTRIBUTE, HostileText.SCRIPT,
				HostileText.ADDRESS);
		assertInert();
		this.page.eval("document.querySelector('.pages a').click()");
		await().until(() -> this.user.texts(ROWS).size() == DataSet.FAILED_JOBS - 50);
		assertThat(this.page.eval("location.hash").asString()).contains("state=FAILED", "from=130");
	}

	@Test
	void memberLeadsToItsJobAndTheJobToItsFlow() {
		FlowInfo flow = flow(FlowStatus.FAILED);
		this.user.open(failedJobs());
		this.page.eval("document.querySelector('%s td.main a').click()".formatted(ROWS));
		this.page.until("location.hash === '#/job?id=%s'".formatted(memberOfFailed(0)));
		this.page.until("document.querySelector('main .facts')");
		assertThat(this.user.texts("main .facts a")).contains(shortId(flow));
		this.page.eval("[...document.querySelectorAll('main .facts a')].find((each) => each.hash.startsWith('#/flow?'))"
				+ ".click()");
		this.page.until("location.hash === '#/%s'".formatted(address(flow)));
		this.page.until("document.querySelector('nav [aria-current]').hash === '#/flows'");
	}

	@Test
	void followersLeadToTheirJobs() {
		FlowInfo flow = flow(FlowStatus.SUCCESS);
		JobId follower = flow.followers().get(0);
		this.user.open(address(flow));
		assertThat(this.user.text()).contains("Dispatched because it ended", "notify", "3 of 3");
		this.page.eval("document.querySelector('main tbody td.main a').click()");
		this.page.until("location.hash === '#/job?id=%s'".formatted(follower));
		this.page.until("document.querySelector('main .facts')");
		assertThat(this.user.texts("main .facts a")).contains(shortId(flow));
	}

	@Test
	void failedJobsOfAPageAreRequeued() {
		this.user.open(failedJobs() + "&from=130");
		this.user.pressAndConfirm("Requeue the failed of this page …", "Requeue 10 jobs");
		this.user.until("10 jobs requeued.");
		assertThat(status(memberOfFailed(DataSet.FAILED_JOBS - 1))).isEqualTo(JobStatus.QUEUED);
		assertThat(status(memberOfFailed(0))).isEqualTo(JobStatus.FAILED);
		this.page.until("!document.querySelector('main').textContent.includes('Requeue the failed')");
	}

	@Test
	void flowIsCancelled() {
		FlowInfo flow = this.explorer.flows(null, 100)
			.flows()
			.stream()
			.filter((each) -> each.status() == FlowStatus.RUNNING && each.open() == 2)
			.findFirst()
			.orElseThrow();
		this.user.open(address(flow));
		this.page.press("Cancel");
		this.page.until("document.getElementById('dialog').textContent.includes('2 jobs of it wait or run')");
		this.page.press("Cancel the flow");
		this.user.until("The flow was cancelled.");
		await().until(() -> this.user.texts(ROWS),
				(rows) -> rows.size() == 2 && rows.stream().allMatch((row) -> row.contains("CANCELLED")));
		assertThat(this.explorer.members(flow.id(), 0, 10))
			.allSatisfy((member) -> assertThat(status(member.job())).isEqualTo(JobStatus.CANCELLED));
		this.page.until("!document.querySelector('main .bulk')");
		assertThat(this.explorer.audit(null, 1).entries().get(0)).satisfies((act) -> {
			assertThat(act.target()).isEqualTo("flow " + flow.id());
			assertThat(act.user()).isEqualTo("admin");
		});
	}

	private FlowInfo flow(FlowStatus status) {
		return this.explorer.flows(null, 100)
			.flows()
			.stream()
			.filter((flow) -> flow.status() == status)
			.findFirst()
			.orElseThrow();
	}

	private JobId memberOfFailed(int number) {
		return this.explorer.members(flow(FlowStatus.FAILED).id(), 0, 200)
			.stream()
			.filter((member) -> member.state() == FlowMember.State.FAILED)
			.toList()
			.get(number)
			.job();
	}

	private String failedJobs() {
		return address(flow(FlowStatus.FAILED)) + "&state=FAILED&state=MISSING";
	}

	private static String address(FlowInfo flow) {
		return "flow?id=" + flow.id();
	}

	private static String shortId(FlowInfo flow) {
		String id = flow.id().value();
		return id.substring(0, 12) + "…" + id.substring(id.length() - 8);
	}

}
