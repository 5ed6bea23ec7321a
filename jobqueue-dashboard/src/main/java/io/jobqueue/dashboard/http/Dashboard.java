package io.jobqueue.dashboard.http;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import io.jobqueue.InvalidJobException;
import io.jobqueue.InvalidScheduleException;
import io.jobqueue.JobQueueException;
import io.jobqueue.JobStateException;
import io.jobqueue.UnknownWorkerException;
import io.jobqueue.dashboard.route.Access;
import io.jobqueue.dashboard.route.BadRequestException;
import io.jobqueue.dashboard.route.Call;
import io.jobqueue.dashboard.route.DashboardRequest;
import io.jobqueue.dashboard.route.DashboardResponse;
import io.jobqueue.dashboard.route.NotFoundException;
import io.jobqueue.dashboard.route.Problem;
import io.jobqueue.dashboard.route.Route;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.support.LogText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

/**
 * Answers all requests to the dashboard: checks them, calls their route, and adds the
 * headers. Blocks while the store is read, up to ten seconds, and while an act is done.
 * Thread-safe.
 */
public final class Dashboard implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Dashboard.class);

	/** A quality of zero refuses it. */
	private static final Pattern GZIP = Pattern.compile("gzip(\\s*;\\s*q\\s*=\\s*(1|0\\.0*[1-9]).*)?",
			Pattern.CASE_INSENSITIVE);

	private static final Duration LONGEST_READ = Duration.ofSeconds(10);

	/** It is reached only while the store is unavailable. */
	private static final int MOST_READS = 64;

	private final List<Route> routes;

	private final AccessPolicy policy;

	private final boolean readOnly;

	private final String name;

	private final StaticFiles files = new StaticFiles();

	private final ReadThreads reads = new ReadThreads(LONGEST_READ, MOST_READS);

	/**
	 * Create a dashboard.
	 * @param routes its routes
	 * @param policy determines what a user may do
	 * @param readOnly whether no user may change anything
	 * @param path the path of the page
	 */
	public Dashboard(List<Route> routes, AccessPolicy policy, boolean readOnly, String path) {
		this.routes = List.copyOf(routes);
		this.policy = policy;
		this.readOnly = readOnly;
		this.name = path.substring(path.lastIndexOf('/') + 1);
	}

	/** Answer a request. */
	public DashboardResponse handle(DashboardRequest request) {
		boolean api = request.path().startsWith("/api/");
		DashboardResponse response = api ? guarded(request) : page(request);
		HttpHeaders headers = new HttpHeaders();
		headers.addAll(response.headers());
		SecurityHeaders.addTo(headers, !api);
		String tag = headers.getETag();
		if (tag != null && request.isRead() && isKnown(tag, request)) {
			headers.remove(HttpHeaders.CONTENT_LENGTH);
			return new DashboardResponse(304, headers, DashboardResponse.empty(304).body());
		}
		return new DashboardResponse(response.status(), headers, response.body());
	}

	/** A proxy that compresses a response makes its tag a weak one. */
	private static boolean isKnown(String tag, DashboardRequest request) {
		try {
			List<String> known = request.headers().getIfNoneMatch();
			return known.contains(tag) || known.contains("W/" + tag);
		}
		catch (IllegalArgumentException ex) {
			// The header has another form, and so names no tag.
			return false;
		}
	}

	private DashboardResponse page(DashboardRequest request) {
		if (this.policy.of(request.user()) == Access.NONE) {
			return RefusalPage.of(request, forbidden(request, Access.VIEW));
		}
		if (!request.isRead()) {
			return RefusalPage.of(request, notAllowed(request));
		}
		if (request.path().isEmpty()) {
			// Relative, so that it is right whatever a proxy puts before the path.
			DashboardResponse moved = DashboardResponse.empty(302);
			moved.headers().set(HttpHeaders.LOCATION, this.name + "/");
			return moved;
		}
		String path = request.path().equals("/") ? "/index.html" : request.path();
		return this.files.find(path, readsGzip(request)).orElseGet(() -> RefusalPage.of(request, notFound(request)));
	}

	private static boolean readsGzip(DashboardRequest request) {
		return request.headers()
			.getValuesAsList(HttpHeaders.ACCEPT_ENCODING)
			.stream()
			.anyMatch((coding) -> GZIP.matcher(coding).matches());
	}

	private DashboardResponse guarded(DashboardRequest request) {
		try {
			return api(request);
		}
		catch (BadRequestException | InvalidJobException | InvalidScheduleException ex) {
			return DashboardResponse.problem(400, "Bad request", message(ex));
		}
		catch (NotFoundException | UnknownWorkerException ex) {
			return DashboardResponse.problem(404, "Not found", message(ex));
		}
		catch (JobStateException ex) {
			return DashboardResponse.problem(409, "Not possible in this state", message(ex));
		}
		catch (StoreUnavailableException ex) {
			return DashboardResponse.problem(503, "Store unavailable", message(ex));
		}
		catch (RuntimeException ex) {
			logger.warn("The dashboard could not answer {} {}", LogText.of(request.method()),
					LogText.of(request.path()), ex);
			return DashboardResponse.problem(500, "Error",
					(ex instanceof JobQueueException) ? message(ex) : "An unexpected error, which is in the log");
		}
	}

	private DashboardResponse api(DashboardRequest request) {
		HttpMethod method = request.isRead() ? HttpMethod.GET : request.method();
		boolean known = false;
		for (Route route : this.routes) {
			Map<String, String> variables = route.match(request.path());
			if (variables != null) {
				known = true;
				if (route.method().equals(method)) {
					return call(route, request, variables);
				}
			}
		}
		return DashboardResponse.problem(known ? notAllowed(request) : notFound(request));
	}

	private DashboardResponse call(Route route, DashboardRequest request, Map<String, String> variables) {
		Access granted = this.policy.of(request.user());
		Access access = (this.readOnly && !request.isRead()) ? granted.atMost(Access.VIEW) : granted;
		if (!access.includes(route.access())) {
			return DashboardResponse.problem(forbidden(request, route.access()));
		}
		if (!request.isRead()) {
			Optional<DashboardResponse> refused = refuseAct(request);
			if (refused.isPresent()) {
				return refused.get();
			}
		}
		Call call = new Call(request, variables, granted);
		return request.isRead() ? this.reads.read(() -> route.handler().handle(call)) : route.handler().handle(call);
	}

	private Optional<DashboardResponse> refuseAct(DashboardRequest request) {
		@Nullable String refusal = OriginCheck.refusal(request.headers());
		if (refusal != null) {
			return Optional.of(DashboardResponse.problem(403, "Forbidden", refusal));
		}
		if (request.body().length > DashboardRequest.LARGEST_BODY) {
			return Optional.of(DashboardResponse.problem(413, "Too large",
					"The body has more than %d bytes".formatted(DashboardRequest.LARGEST_BODY)));
		}
		return Optional.empty();
	}

	private Problem forbidden(DashboardRequest request, Access needed) {
		if (this.readOnly && !request.isRead() && this.policy.of(request.user()).includes(needed)) {
			return new Problem(403, "Forbidden",
					"The dashboard only shows, because jobqueue.dashboard.read-only is true");
		}
		return new Problem(403, "Forbidden",
				"This needs the access %s of the dashboard, which the user '%s' does not have".formatted(needed,
						(request.user() != null) ? request.user().getName() : "anonymous"));
	}

	private static Problem notAllowed(DashboardRequest request) {
		return new Problem(405, "Method not allowed", "%s is not possible here".formatted(request.method()));
	}

	private static Problem notFound(DashboardRequest request) {
		return new Problem(404, "Not found", "There is no page '%s'".formatted(request.path()));
	}

	private static String message(RuntimeException ex) {
		return String.valueOf(ex.getMessage());
	}

	@Override
	public void close() {
		this.reads.close();
	}

}
