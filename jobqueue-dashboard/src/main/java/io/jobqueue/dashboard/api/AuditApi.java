package io.jobqueue.dashboard.api;

import java.time.Instant;
import java.util.List;

import io.jobqueue.AuditEntry;
import io.jobqueue.AuditPage;
import io.jobqueue.JobExplorer;
import io.jobqueue.dashboard.route.Access;
import io.jobqueue.dashboard.route.Call;
import io.jobqueue.dashboard.route.DashboardResponse;
import io.jobqueue.dashboard.route.Route;
import io.jobqueue.dashboard.route.RouteContent.Parameter;
import io.jobqueue.store.UnsupportedStorePartException;
import org.jspecify.annotations.Nullable;

/**
 * What users have changed. It is for those who are granted changes too, also in read-only
 * mode: it has the names of users, and texts that they searched for.
 */
final class AuditApi {

	static final Access ACCESS = Access.OPERATE;

	private static final int PAGE = 50;

	private static final int LARGEST_PAGE = 200;

	private final JobExplorer explorer;

	AuditApi(JobExplorer explorer) {
		this.explorer = explorer;
	}

	List<Route> routes() {
		return List.of(Route.get("/api/audit", "What users have changed, the newest first", this::page)
			.needs(ACCESS)
			.with(new Parameter("limit", "The size of the page, from 1 to 200; 50 by default", false),
					new Parameter("before", "'next' of the page before", false))
			.answers(Page.class));
	}

	private DashboardResponse page(Call call) {
		try {
			AuditPage page = this.explorer.audit(call.parameter("before"), call.number("limit", 1, LARGEST_PAGE, PAGE));
			return DashboardResponse.json(new Page(true, page.entries().stream().map(Row::of).toList(), page.next()));
		}
		catch (UnsupportedStorePartException ex) {
			return DashboardResponse.json(new Page(false, List.of(), null));
		}
	}

	/**
	 * A page of the audit.
	 *
	 * @param kept whether the store keeps an audit; a store of the application need not
	 * @param entries the entries, the newest first
	 * @param next the cursor of the next page, {@code null} on the last page
	 */
	record Page(boolean kept, List<Row> entries, @Nullable String next) {
	}

	/**
	 * What a user has changed.
	 *
	 * @param id where it is in the audit
	 * @param at when it was kept, by the clock of the store
	 * @param user the name of the user
	 * @param action what was done
	 * @param target what it was done to
	 * @param count how many jobs, queues or schedules were changed
	 */
	record Row(String id, Instant at, String user, String action, String target, long count) {

		static Row of(AuditEntry entry) {
			return new Row(entry.id(), entry.at(), entry.user(), entry.action(), entry.target(), entry.count());
		}

	}

}
