package io.jobqueue.dashboard.api.flow;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import io.jobqueue.FlowId;
import io.jobqueue.FlowMember;
import io.jobqueue.FlowStatus;
import io.jobqueue.InvalidJobException;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.dashboard.DashboardAct;
import io.jobqueue.dashboard.answer.AnswerCache;
import io.jobqueue.dashboard.audit.Audit;
import io.jobqueue.dashboard.route.BadRequestException;
import io.jobqueue.dashboard.route.NotFoundException;
import io.jobqueue.dashboard.route.Route;
import io.jobqueue.dashboard.route.RouteCalls;
import io.jobqueue.flow.FlowDriver;
import io.jobqueue.flow.FlowOptions;
import io.jobqueue.flow.PreparedFlow;
import io.jobqueue.management.AuditTrail;
import io.jobqueue.management.StoreJobExplorer;
import io.jobqueue.management.StoreJobOperator;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.store.UnsupportedStorePartException;
import io.jobqueue.store.flow.FlowStore;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.memory.MemoryStoreBackend;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

class FlowsApiTests {

	private static final String ONE = "/api/flows/{flow}";

	private static final String MEMBERS = ONE + "/members";

	private static final String CANCEL = ONE + "/cancel";

	private static final Map<String, String> ALL = Map.of();

	private final MemoryStoreBackend store = new MemoryStoreBackend(InstantSource.system());

	private final FlowDriver driver = new FlowDriver(this.store, FlowOptions.DEFAULT);

	private final JobExplorer explorer = new StoreJobExplorer(this.store, new JacksonJobSerializer(new JsonMapper()));

	private final List<DashboardAct> acts = new ArrayList<>();

	private final AnswerCache answers = new AnswerCache(InstantSource.fixed(Instant.EPOCH));

	private final List<Route> routes = routes(this.explorer);

	private int created;

	@Test
	void flowsAreListedFromTheNewestOn() {
		List<String> ids = IntStream.range(0, 5).mapToObj((i) -> flow(1)).toList();
		JsonNode first = RouteCalls.read(this.routes, "/api/flows", Map.of(), Map.of("limit", "3"));
		assertThat(ids(first.get("flows"))).containsExactly(ids.get(4), ids.get(3), ids.get(2));
		JsonNode rest = RouteCalls.read(this.routes, "/api/flows", Map.of(),
				Map.of("limit", "3", "before", first.get("next").asString()));
		assertThat(ids(rest.get("flows"))).containsExactly(ids.get(1), ids.get(0));
		assertThat(rest.get("next").isNull()).isTrue();
		assertThat(rest.at("/flows/0").toString()).contains(
				"\"status\":\"RUNNING\",\"stage\":1,\"stages\":1,\"jobs\":1,\"open\":1,\"succeeded\":0,\"failed\":0,\"progress\":0.0");
	}

	@Test
	void flowsAreSelectedByStatusAndName() {
		String other = flow(1);
		String named = flow("import of customer 42");
		assertThat(ids(list("name", "import"))).containsExactly(named);
		assertThat(list("name", "import").at("/0/name").asString()).isEqualTo("import of customer 42");
		assertThat(ids(list("status", "running"))).containsExactly(named, other);
		assertThat(ids(list("status", "FAILED"))).isEmpty();
		JsonNode flow = RouteCalls.read(this.routes, ONE, Map.of("flow", named), ALL).get("flow");
		assertThat(flow.get("name").asString()).isEqualTo("import of customer 42");
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> list("status", "done"))
			.withMessageContaining("'done' is no status of a flow: use one of [OPEN, RUNNING,");
	}

	@Test
	void membersHaveTheStatusOfTheirJobs() {
		String flow = flow(3);
		delete(flow, 1);
		JsonNode members = members(flow, ALL).get("members");
		assertThat(members).extracting((member) -> member.get("state").asString())
			.containsExactly("OPEN", "MISSING", "OPEN");
		assertThat(members.at("/0/job/status").asString()).isEqualTo("QUEUED");
		assertThat(members.at("/0/job/task").asString()).isEqualTo("send");
		assertThat(members.at("/1/job").isNull()).isTrue();
		assertThat(members.at("/1/id").asString()).isEqualTo(job(flow, 1).value());
	}

	@Test
	void membersHavePages() {
		String flow = flow(5);
		JsonNode first = members(flow, Map.of("limit", "2"));
		assertThat(places(first)).containsExactly(0, 1);
		assertThat(first.get("next").asInt()).isEqualTo(2);
		JsonNode last = members(flow, Map.of("limit", "2", "from", "4"));
		assertThat(places(last)).containsExactly(4);
		assertThat(last.get("next").isNull()).isTrue();
		assertThat(places(members(flow, Map.of("from", "5")))).isEmpty();
	}

	@Test
	void membersAreThoseOfAState() {
		String flow = flow(2_500);
		delete(flow, 3, 1_200, 2_499);
		JsonNode first = members(flow, Map.of("state", "missing", "limit", "2"));
		assertThat(places(first)).containsExactly(3, 1_200);
		assertThat(places(members(flow, Map.of("state", "MISSING", "from", first.get("next").asString()))))
			.containsExactly(2_499);
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> members(flow, Map.of("state", "lost")))
			.withMessageContaining("'lost' is no state of a job in a flow: use one of [OPEN, ");
	}

	@Test
	void searchForAStateIsBounded() {
		JobExplorer endless = RouteCalls.proxy(JobExplorer.class, (proxy, method, arguments) -> {
			assertThat(method.getName()).isEqualTo("members");
			int from = (int) arguments[1];
			return IntStream.range(from, from + (int) arguments[2])
				.mapToObj((place) -> new FlowMember(place, JobId.of("emails-" + place), FlowMember.State.SUCCEEDED))
				.toList();
		});
		FlowMembers.Question question = new FlowMembers.Question(FlowId.of("flow-1"), Set.of(FlowMember.State.FAILED),
				500, 50);
		assertThat(FlowMembers.read(endless, question)).isEqualTo(new FlowMembers(List.of(), 10_500));
	}

	@Test
	void jobThatCannotBeReadHidesItselfOnly() {
		String flow = flow(4);
		JobId broken = job(flow, 2);
		JobExplorer some = RouteCalls.proxy(JobExplorer.class, (proxy, method, arguments) -> {
			if (method.getName().equals("findAll") && ((Collection<?>) arguments[0]).contains(broken)) {
				throw new IllegalArgumentException("another format");
			}
			return method.invoke(this.explorer, arguments);
		});
		assertThat(RouteCalls.read(routes(some), MEMBERS, Map.of("flow", flow), ALL).get("members"))
			.extracting((member) -> member.get("job").isNull())
			.containsExactly(false, false, true, false);
	}

	@Test
	void jobsThatFollowAreThoseOfTheFlow() {
		String flow = flow(1);
		assertThat(RouteCalls.read(this.routes, ONE, Map.of("flow", flow), ALL).get("followers")).isEmpty();
		RouteCalls.post(this.routes, CANCEL, Map.of("flow", flow));
		JsonNode followers = RouteCalls.read(this.routes, ONE, Map.of("flow", flow), ALL).get("followers");
		assertThat(followers).hasSize(1);
		assertThat(followers.at("/0/job/task").asString()).isEqualTo("report");
	}

	@Test
	void cancellationIsSeenAtOnceAndAudited() {
		String flow = flow(2);
		RouteCalls.read(this.routes, "/api/flows");
		RouteCalls.read(this.routes, ONE, Map.of("flow", flow), ALL);
		members(flow, ALL);
		assertThat(RouteCalls.post(this.routes, CANCEL, Map.of("flow", flow)).toString()).isEqualTo("{\"changed\":1}");
		assertThat(RouteCalls.read(this.routes, "/api/flows").at("/flows/0/status").asString()).isEqualTo("CANCELLED");
		assertThat(RouteCalls.read(this.routes, ONE, Map.of("flow", flow), ALL).at("/flow/status").asString())
			.isEqualTo("CANCELLED");
		assertThat(members(flow, ALL).get("members")).extracting((member) -> member.at("/job/status").asString())
			.containsOnly("CANCELLED");
		assertThat(RouteCalls.post(this.routes, CANCEL, Map.of("flow", flow)).toString()).isEqualTo("{\"changed\":0}");
		assertThat(this.acts)
			.extracting(DashboardAct::user, DashboardAct::action, DashboardAct::target, DashboardAct::count)
			.containsExactly(tuple("ada", "cancel", "flow " + flow, 1L), tuple("ada", "cancel", "flow " + flow, 0L));
	}

	@Test
	void flowThatIsNotThereIsNotFound() {
		for (String route : List.of(ONE, MEMBERS)) {
			assertThatExceptionOfType(NotFoundException.class)
				.isThrownBy(() -> RouteCalls.read(this.routes, route, Map.of("flow", "flow-none"), ALL))
				.withMessageContaining("There is no flow 'flow-none'");
		}
		assertThatExceptionOfType(NotFoundException.class)
			.isThrownBy(() -> RouteCalls.post(this.routes, CANCEL, Map.of("flow", "flow-none")));
		assertThatExceptionOfType(InvalidJobException.class)
			.isThrownBy(() -> RouteCalls.read(this.routes, ONE, Map.of("flow", "<b>"), ALL));
		assertThat(this.acts).isEmpty();
	}

	@Test
	void storeWithoutFlowsHasNone() {
		List<Route> none = routes(RouteCalls.proxy(JobExplorer.class, (proxy, method, arguments) -> {
			throw new UnsupportedStorePartException(this.store, FlowStore.class);
		}));
		assertThat(RouteCalls.read(none, "/api/flows").toString())
			.isEqualTo("{\"kept\":false,\"flows\":[],\"next\":null}");
		assertThatExceptionOfType(NotFoundException.class)
			.isThrownBy(() -> RouteCalls.read(none, ONE, Map.of("flow", "flow-1"), ALL));
	}

	private List<Route> routes(JobExplorer explorer) {
		Audit audit = new Audit(new AuditTrail(this.store), (event) -> this.acts.add((DashboardAct) event),
				InstantSource.fixed(Instant.EPOCH));
		return new FlowsApi(explorer, new StoreJobOperator(this.store, () -> {
			throw new IllegalStateException("No schedules");
		}), audit.then(this.answers::changed), this.answers).routes();
	}

	private String flow(int jobs) {
		FlowId id = FlowId.of("flow-%04d".formatted(++this.created));
		List<NewJob> stage = IntStream.range(0, jobs).mapToObj((i) -> newJob(i, "send")).toList();
		this.driver.create(PreparedFlow.of(id, List.of(stage), null, null, newJob(jobs, "report")));
		assertThat(this.explorer.flow(id))
			.hasValueSatisfying((flow) -> assertThat(flow.status()).isEqualTo(FlowStatus.RUNNING));
		return id.value();
	}

	private String flow(String name) {
		FlowId id = FlowId.of("flow-%04d".formatted(++this.created));
		this.driver.create(PreparedFlow.of(id, List.of(List.of(newJob(0, "send"))), null, null, null).named(name));
		return id.value();
	}

	private JsonNode list(String parameter, String value) {
		return RouteCalls.read(this.routes, "/api/flows", Map.of(), Map.of(parameter, value)).get("flows");
	}

	private NewJob newJob(int number, String task) {
		return new NewJob(JobId.of("emails-%013d%013d".formatted(this.created, number)), "emails", task, "null");
	}

	private JobId job(String flow, int place) {
		return this.explorer.members(FlowId.of(flow), place, 1).get(0).job();
	}

	private void delete(String flow, int... places) {
		for (int place : places) {
			JobId job = job(flow, place);
			assertThat(this.store.actions().delete(job)).isEqualTo(JobStatus.QUEUED);
		}
		this.driver.relay("emails");
	}

	private JsonNode members(String flow, Map<String, String> parameters) {
		return RouteCalls.read(this.routes, MEMBERS, Map.of("flow", flow), parameters);
	}

	private static List<String> ids(JsonNode flows) {
		return flows.findValuesAsString("id");
	}

	private static List<Integer> places(JsonNode page) {
		List<Integer> places = new ArrayList<>();
		page.get("members").forEach((member) -> places.add(member.get("place").asInt()));
		return places;
	}

}
