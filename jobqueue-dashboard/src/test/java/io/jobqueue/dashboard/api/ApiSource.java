package io.jobqueue.dashboard.api;

import java.lang.reflect.InvocationHandler;
import java.time.InstantSource;
import java.util.List;

import io.jobqueue.JobExplorer;
import io.jobqueue.JobOperator;
import io.jobqueue.JobSchedules;
import io.jobqueue.dashboard.audit.Audit;
import io.jobqueue.dashboard.route.RouteCalls;
import io.jobqueue.management.AuditTrail;
import io.jobqueue.store.memory.MemoryStoreBackend;
import io.jobqueue.task.TaskRegistry;

/** What the API shows in tests of single routes. */
final class ApiSource {

	private ApiSource() {
	}

	/** A source with an explorer that answers so, and nothing else. */
	static DashboardApi.Source of(InvocationHandler explorer) {
		return of(explorer, (proxy, method, arguments) -> List.of());
	}

	static DashboardApi.Source of(InvocationHandler explorer, InvocationHandler schedules) {
		return new DashboardApi.Source(RouteCalls.proxy(JobExplorer.class, explorer),
				RouteCalls.proxy(JobOperator.class, (proxy, method, arguments) -> null),
				RouteCalls.proxy(JobSchedules.class, schedules),
				RouteCalls.proxy(TaskRegistry.class, (proxy, method, arguments) -> List.of()));
	}

	static Audit audit() {
		return new Audit(new AuditTrail(new MemoryStoreBackend(InstantSource.system())), (event) -> {
		}, InstantSource.system());
	}

}
