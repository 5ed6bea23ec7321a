package io.jobqueue.dashboard;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.ReactiveUserDetailsService;

/** Those of {@link ServletUsers}. */
@Configuration(proxyBeanMethods = false)
public class ReactiveUsers {

	@Bean
	ReactiveUserDetailsService users() {
		return new MapReactiveUserDetailsService(TestApplication.user("viewer", "JOBQUEUE_VIEW"),
				TestApplication.user("operator", "ROLE_JOBQUEUE_OPERATE"),
				TestApplication.user("admin", "JOBQUEUE_ADMIN"), TestApplication.user("guest", "ROLE_USER"));
	}

}
