package io.jobqueue.dashboard;

import java.net.http.HttpHeaders;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobOperator;
import io.jobqueue.JobRequest;
import io.jobqueue.JobStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** What the dashboard does over HTTP, the same with each web framework. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DashboardContract {

	private final DashboardServer server;

	DashboardContract(DashboardServer server) {
		this.server = server;
	}

	@AfterAll
	void stop() {
		this.server.close();
	}

	@Test
	void pageIsServedWithItsFilesAndTheirPolicy() {
		HttpResponse<String> page = this.server.get("viewer", "/jobqueue/");
		assertThat(page.statusCode()).isEqualTo(200);
		assertThat(page.body()).contains("<script type=\"module\" src=\"app.js\">").doesNotContain("style=");
		HttpHeaders headers = page.headers();
		assertThat(headers.firstValue("Content-Security-Policy").orElseThrow()).startsWith("default-src 'none'; ")
			.contains("script-src 'self'; ", "frame-ancestors 'none'")
			.doesNotContain("unsafe");
		assertThat(headers.allValues("X-Content-Type-Options")).containsExactly("nosniff");
		assertThat(headers.allValues("Referrer-Policy")).containsExactly("no-referrer");
		assertThat(headers.allValues("Cache-Control")).containsExactly("no-cache");
		assertThat(this.server.get("viewer", "/jobqueue/lib/lit-html.js").statusCode()).isEqualTo(200);
		assertThat(this.server.get("viewer", "/jobqueue/views/jobs.js").headers().firstValue("Content-Type"))
			.hasValue("text/javascript;charset=utf-8");
		assertThat(this.server.get("viewer", "/jobqueue/none.js").statusCode()).isEqualTo(404);
	}

	@Test
	void pathWithoutSlashLeadsToThePageWhateverAProxyPutsBeforeIt() {
		HttpResponse<String> moved = this.server.get("viewer", "/jobqueue");
		assertThat(moved.statusCode()).isEqualTo(302);
		assertThat(moved.headers().firstValue("Location")).hasValue("jobqueue/");
	}

	@Test
	void dataIsNotStoredAndUnchangedDataIsNotSentAgain() {
		HttpResponse<String> first = this.server.get("viewer", "/jobqueue/api/tasks");
		assertThat(first.headers().allValues("Cache-Control")).containsExactly("no-store");
		String tag = first.headers().firstValue("ETag").orElseThrow();
		HttpResponse<String> again = this.server
			.send(this.server.request("viewer", "/jobqueue/api/tasks").header("If-None-Match", tag));
		assertThat(again.statusCode()).isEqualTo(304);
		assertThat(again.body()).isEmpty();
		assertThat(this.server
			.send(this.server.request("viewer", "/jobqueue/api/tasks").header("If-None-Match", "W/" + tag))
			.statusCode()).isEqualTo(304);
	}

	@Test
	void compressedFileReachesTheBrowserOnce() {
		HttpResponse<String> first = this.server
			.send(this.server.request("viewer", "/jobqueue/app.js").header("Accept-Encoding", "gzip"));
		assertThat(first.headers().firstValue("Content-Encoding")).hasValue("gzip");
		assertThat(first.headers().allValues("Vary")).anyMatch((value) -> value.contains("Accept-Encoding"));
		HttpResponse<String> again = this.server.send(this.server.request("viewer", "/jobqueue/app.js")
			.header("Accept-Encoding", "gzip")
			.header("If-None-Match", first.headers().firstValue("ETag").orElseThrow()));
		assertThat(again.statusCode()).isEqualTo(304);
		assertThat(again.body()).isEmpty();
	}

	@Test
	void onlyUsersWithAnAuthorityGetIn() {
		assertThat(this.server.get(null, "/jobqueue/").statusCode()).isEqualTo(401);
		assertThat(this.server.get(null, "/jobqueue/api/queues").statusCode()).isEqualTo(401);
		assertThat(this.server.get("guest", "/jobqueue/").statusCode()).isEqualTo(403);
		assertThat(this.server.get("guest", "/jobqueue/api/jobs").statusCode()).isEqualTo(403);
	}

	@Test
	void otherPathsStayProtected() {
		assertThat(this.server.get(null, "/other").statusCode()).isIn(302, 401);
		assertThat(this.server.get("guest", "/other").statusCode()).isEqualTo(404);
	}

	@Test
	void eachLevelMayDoWhatItSays() {
		assertThat(this.server.read("viewer", "/jobqueue/api/session").get("access").asString()).isEqualTo("VIEW");
		assertThat(this.server.post("viewer", "/jobqueue/api/queues/levels/pause", "{}").statusCode()).isEqualTo(403);
		assertThat(this.server.post("operator", "/jobqueue/api/queues/levels/pause", "{}").statusCode()).isEqualTo(200);
		assertThat(this.server.bean(JobExplorer.class).queue("levels").paused()).isTrue();
		String confirmed = "{\"confirm\":\"levels\"}";
		assertThat(this.server.post("operator", "/jobqueue/api/queues/levels/purge", confirmed).statusCode())
			.isEqualTo(403);
		assertThat(
				this.server.post("admin", "/jobqueue/api/queues/levels/purge", "{\"confirm\":\"level\"}").statusCode())
			.isEqualTo(400);
		assertThat(this.server.post("admin", "/jobqueue/api/queues/levels/purge", confirmed).body())
			.isEqualTo("{\"changed\":0}");
	}

	@Test
	void limitIsSetHeldBackAndReset() {
		JobExplorer explorer = this.server.bean(JobExplorer.class);
		String queue = "/jobqueue/api/queues/limited/";
		assertThat(this.server.post("viewer", queue + "limit", "{\"maxRunning\":2}").statusCode()).isEqualTo(403);
		assertThat(this.server.post("operator", queue + "limit", "{\"maxRunning\":2,\"rate\":\"10/1s\"}").body())
			.isEqualTo("{\"changed\":1}");
		assertThat(explorer.limits("limited")).extracting((limit) -> limit.limit().toString())
			.containsExactly("Limit[maxRunning=2, rate=10/1s]");
		assertThat(this.server.post("operator", queue + "hold-back", "{\"millis\":60000}").statusCode()).isEqualTo(200);
		assertThat(explorer.limits("limited").get(0).delay()).isPositive();
		assertThat(this.server.post("operator", queue + "limit", "{\"rate\":\"often\"}").body())
			.contains("'often' is no rate");
		assertThat(this.server.post("operator", queue + "limit", "{}").statusCode()).isEqualTo(200);
		assertThat(explorer.limits("limited")).isEmpty();
	}

	@Test
	void actsNeedTheTokenAndTheHeader() {
		String path = "/jobqueue/api/queues/tokens/pause";
		assertThat(this.server.send(this.server.act("admin", path, "{}")).statusCode()).isEqualTo(403);
		HttpResponse<String> withoutHeader = this.server.send(
				this.server.withToken("admin", path, this.server.request("admin", path).POST(BodyPublishers.noBody())));
		assertThat(withoutHeader.statusCode()).isEqualTo(403);
		assertThat(withoutHeader.body()).contains("X-Jobqueue");
		assertThat(this.server
			.send(this.server.withToken("admin", path,
					this.server.request("admin", path).method("DELETE", BodyPublishers.noBody())))
			.statusCode()).isEqualTo(405);
		assertThat(this.server.bean(JobExplorer.class).queue("tokens").paused()).isFalse();
	}

	@Test
	void jobIsFoundWithItsErrorAndRequeued() {
		JobId id = this.server.bean(JobDispatcher.class).dispatch("fail", TestApplication.HOSTILE);
		this.server.bean(JobExplorer.class).await(id, Duration.ofSeconds(30));
		JsonNode job = this.server.read("viewer", "/jobqueue/api/jobs/" + id);
		assertThat(job.at("/job/status").asString()).isEqualTo("FAILED");
		assertThat(job.at("/error/message").asString()).isEqualTo("Cannot read " + TestApplication.HOSTILE);
		assertThat(job.at("/payload/text").asString()).contains("<img src=x");
		assertThat(this.server.read("viewer", "/jobqueue/api/jobs?status=failed&task=fail&limit=10")
			.at("/jobs/0/id")
			.asString()).startsWith("payments-");
		assertThat(this.server.post("operator", "/jobqueue/api/jobs/%s/requeue".formatted(id), "{}").body())
			.contains("\"changed\":1");
	}

	@Test
	void logOfAJobIsRead() {
		JobId id = this.server.bean(JobDispatcher.class).dispatch("fail", TestApplication.HOSTILE);
		this.server.bean(JobExplorer.class).await(id, Duration.ofSeconds(30));
		String path = "/jobqueue/api/jobs/%s/log".formatted(id);
		JsonNode log = this.server.read("viewer", path);
		assertThat(log.at("/lines/0/text").asString()).isEqualTo("Reads " + TestApplication.HOSTILE);
		assertThat(this.server.read("viewer", path + "?from=0")).isEqualTo(log);
		assertThat(this.server.read("viewer", path + "?from=" + log.get("next").asString()).get("lines")).isEmpty();
		assertThat(this.server.get("guest", path).statusCode()).isEqualTo(403);
		assertProblem(path + "?from=-1", 400, "'from'");
		assertProblem("/jobqueue/api/jobs/none/log", 404, "no job 'none'");
	}

	@Test
	void jobsAreSearchedByTag() {
		JobRequest later = JobRequest.of("succeed", "x").onQueue("later").after(Duration.ofHours(1));
		JobId id = this.server.bean(JobDispatcher.class).dispatch(later.withTags("customer=acme/eu", "billing"));
		String filter = "tag=customer=acme/eu&tag=billing";
		assertThat(this.server.read("viewer", "/jobqueue/api/jobs?" + filter).at("/jobs/0/id").asString())
			.isEqualTo(id.value());
		assertThat(this.server.read("viewer", "/jobqueue/api/jobs/" + id).at("/job/tags/1").asString())
			.isEqualTo("billing");
		assertThat(this.server.read("viewer", "/jobqueue/api/jobs/count?" + filter).get("count").asInt()).isEqualTo(1);
		assertThat(this.server.read("viewer", "/jobqueue/api/jobs?tag=none&" + filter).get("jobs")).isEmpty();
		assertProblem("/jobqueue/api/jobs?tag=a,b", 400, "'a,b' is no tag");
		this.server.bean(JobOperator.class).delete(id);
	}

	@Test
	void jobsAreSearchedByTextAndTime() {
		JobRequest request = JobRequest.of("succeed", "needle-7").onQueue("texts").after(Duration.ofHours(1));
		JobId id = this.server.bean(JobDispatcher.class).dispatch(request);
		String path = "/jobqueue/api/jobs?status=SCHEDULED&text=NEEDLE-7";
		assertThat(this.server.read("viewer", path).at("/jobs/0/id").asString()).isEqualTo(id.value());
		assertThat(this.server.read("viewer", path + "&until=2020-01-01T00:00:00Z").get("jobs")).isEmpty();
		assertThat(this.server.read("viewer", "/jobqueue/api/jobs/count?status=SCHEDULED&text=needle-7").toString())
			.isEqualTo("{\"count\":1,\"complete\":true}");
	}

	@Test
	void actOnAllThatMatchReportsItsSteps() {
		JobDispatcher jobs = this.server.bean(JobDispatcher.class);
		for (int i = 0; i < 3; i++) {
			jobs.dispatch(JobRequest.of("succeed", "x").onQueue("later").after(Duration.ofHours(1)));
		}
		HttpResponse<String> response = this.server.post("admin", "/jobqueue/api/matching/cancel",
				"{\"queue\":\"later\",\"status\":[\"SCHEDULED\"]}");
		assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/x-ndjson");
		assertThat(response.body().lines()).last()
			.isEqualTo("{\"changed\":3,\"skipped\":0,\"complete\":true,\"refusal\":null}");
		assertThat(this.server.bean(JobExplorer.class).queue("later").size(JobStatus.CANCELLED)).isEqualTo(3);
		assertThat(this.server.bean(TestApplication.class).acts).anySatisfy((act) -> {
			assertThat(act.user()).isEqualTo("admin");
			assertThat(act.action()).isEqualTo("cancel");
			assertThat(act.target()).contains("queue=later").contains("SCHEDULED");
			assertThat(act.count()).isEqualTo(3);
		});
	}

	@Test
	void jobsThatWaitForTheirTimeRunNow() {
		JobRequest later = JobRequest.of("succeed", "x").onQueue("sooner").after(Duration.ofHours(1));
		JobId id = this.server.bean(JobDispatcher.class).dispatch(later);
		this.server.bean(JobDispatcher.class).dispatch(later);
		String path = "/jobqueue/api/jobs/%s/run-now".formatted(id);
		assertThat(this.server.post("viewer", path, "{}").statusCode()).isEqualTo(403);
		assertThat(this.server.post("operator", path, "{}").body()).contains("\"changed\":1");
		HttpResponse<String> again = this.server.post("operator", path, "{}");
		assertThat(again.statusCode()).isEqualTo(409);
		assertThat(again.body()).contains("is QUEUED, and only a job that is SCHEDULED or RETRY can be run now");
		assertThat(this.server.post("operator", "/jobqueue/api/selection/run-now", "{\"ids\":[\"%s\"]}".formatted(id))
			.body()).contains("\"changed\":0,\"skipped\":1").contains("is QUEUED");
		assertThat(this.server
			.post("operator", "/jobqueue/api/matching/run-now", "{\"queue\":\"sooner\",\"status\":[\"SCHEDULED\"]}")
			.body()
			.lines()).last().isEqualTo("{\"changed\":1,\"skipped\":0,\"complete\":true,\"refusal\":null}");
		assertThat(this.server.bean(JobExplorer.class).queue("sooner").size(JobStatus.QUEUED)).isEqualTo(2);
		assertThat(this.server.bean(TestApplication.class).acts)
			.anySatisfy((act) -> assertThat(List.of(act.action(), act.target(), act.user(), act.count()))
				.isEqualTo(List.of("run-now", "job " + id, "operator", 1L)));
		this.server.bean(JobOperator.class).purge("sooner");
	}

	@Test
	void actsAreKeptForThoseWhoMayActToo() {
		String target = "queue audited";
		this.server.post("operator", "/jobqueue/api/queues/audited/pause", "{}");
		this.server.post("admin", "/jobqueue/api/matching/delete",
				"{\"queue\":\"audited\",\"status\":[\"QUEUED\"],\"text\":\"%s\"}"
					.formatted(TestApplication.HOSTILE.replace("\"", "'")));
		JsonNode acts = this.server.read("operator", "/jobqueue/api/audit?limit=200").get("entries");
		assertThat(acts).anySatisfy((act) -> {
			assertThat(act.get("user").asString()).isEqualTo("operator");
			assertThat(act.get("action").asString()).isEqualTo("pause");
			assertThat(act.get("target").asString()).isEqualTo(target);
			assertThat(act.get("count").asInt()).isEqualTo(1);
		});
		assertThat(acts).extracting((act) -> act.get("action").asString())
			.containsSubsequence("delete", "begin delete", "pause");
		assertThat(acts).anySatisfy((act) -> assertThat(act.get("target").asString()).contains("<img src=x"));
		JsonNode first = this.server.read("admin", "/jobqueue/api/audit?limit=1");
		JsonNode second = this.server.read("admin", "/jobqueue/api/audit?before=" + first.get("next").asString());
		assertThat(second.at("/entries/0/id").asString()).isNotEqualTo(first.at("/entries/0/id").asString());
		assertThat(this.server.get("viewer", "/jobqueue/api/audit").statusCode()).isEqualTo(403);
		assertThat(this.server.read("viewer", "/jobqueue/api/session").get("audit").asBoolean()).isFalse();
		HttpResponse<String> wrong = this.server.get("operator", "/jobqueue/api/audit?before=first");
		assertThat(wrong.statusCode()).isEqualTo(400);
		assertThat(wrong.body()).contains("'first' is no cursor of the audit");
	}

	@Test
	void wrongRequestsGetAProblemThatQuotesThem() {
		assertProblem("/jobqueue/api/jobs?status=done", 400, "'done' is no status");
		assertProblem("/jobqueue/api/jobs?limit=1000000", 400, "'1000000'");
		assertProblem("/jobqueue/api/jobs?queue=a%20b", 400, "'a b' is no name for a queue");
		assertProblem("/jobqueue/api/jobs?from=yesterday", 400, "'yesterday'");
		assertProblem("/jobqueue/api/jobs/none", 404, "no job 'none'");
		assertProblem("/jobqueue/api/nothing", 404, "/api/nothing");
		HttpResponse<String> gone = this.server.post("operator", "/jobqueue/api/workers/gone/drain", "{}");
		assertThat(gone.statusCode()).isEqualTo(404);
		assertThat(gone.body()).contains("no live worker 'gone'");
	}

	private void assertProblem(String path, int status, String detail) {
		HttpResponse<String> response = this.server.get("viewer", path);
		assertThat(response.statusCode()).as(path).isEqualTo(status);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(response.body()).contains(detail);
	}

}
