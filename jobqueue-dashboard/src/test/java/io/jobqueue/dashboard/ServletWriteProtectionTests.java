package io.jobqueue.dashboard;

import java.util.List;

import org.springframework.boot.WebApplicationType;

class ServletWriteProtectionTests extends WriteProtectionContract {

	ServletWriteProtectionTests() {
		super(DashboardServer.start(WebApplicationType.SERVLET, List.of(ServletUsers.class)));
	}

}
