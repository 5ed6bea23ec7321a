package io.jobqueue.dashboard.api;

import java.util.List;

import io.jobqueue.autoconfigure.properties.DashboardProperties;
import io.jobqueue.dashboard.route.Access;
import io.jobqueue.dashboard.route.Call;
import io.jobqueue.dashboard.route.CsrfHeader;
import io.jobqueue.dashboard.route.DashboardResponse;
import io.jobqueue.dashboard.route.Route;
import org.jspecify.annotations.Nullable;

/** The user, and what the user may do. */
final class SessionApi {

	private final DashboardProperties properties;

	SessionApi(DashboardProperties properties) {
		this.properties = properties;
	}

	List<Route> routes() {
		return List
			.of(Route.get("/api/session", "The user, what the user may do, and the token for acts", this::session)
				.answers(Session.class));
	}

	private DashboardResponse session(Call call) {
		boolean readOnly = this.properties.readOnly();
		Access access = readOnly ? call.access().atMost(Access.VIEW) : call.access();
		return DashboardResponse.json(new Session(call.user(), access, readOnly,
				call.access().includes(AuditApi.ACCESS), this.properties.payloads(), call.request().csrf().get()));
	}

	/**
	 * The session of a user.
	 *
	 * @param user the name of the user
	 * @param access what the user may do
	 * @param readOnly whether no user may change anything
	 * @param audit whether the user may see what users have changed
	 * @param payloads how payloads are shown
	 * @param csrf the header that acts need, {@code null} for none
	 */
	record Session(String user, Access access, boolean readOnly, boolean audit, DashboardProperties.Payloads payloads,
			@Nullable CsrfHeader csrf) {
	}

}
