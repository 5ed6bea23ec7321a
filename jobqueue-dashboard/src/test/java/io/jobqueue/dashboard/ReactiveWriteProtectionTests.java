package io.jobqueue.dashboard;

import java.util.List;

import org.springframework.boot.WebApplicationType;

class ReactiveWriteProtectionTests extends WriteProtectionContract {

	ReactiveWriteProtectionTests() {
		super(DashboardServer.start(WebApplicationType.REACTIVE, List.of(ReactiveUsers.class)));
	}

}
