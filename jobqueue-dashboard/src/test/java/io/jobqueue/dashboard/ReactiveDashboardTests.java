package io.jobqueue.dashboard;

import java.util.List;

import org.springframework.boot.WebApplicationType;

class ReactiveDashboardTests extends DashboardContract {

	ReactiveDashboardTests() {
		super(DashboardServer.start(WebApplicationType.REACTIVE, List.of(ReactiveUsers.class)));
	}

}
