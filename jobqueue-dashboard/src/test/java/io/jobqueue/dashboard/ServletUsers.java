package io.jobqueue.dashboard;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

/** Users with one authority each. */
@Configuration(proxyBeanMethods = false)
public class ServletUsers {

	@Bean
	UserDetailsService users() {
		return new InMemoryUserDetailsManager(TestApplication.user("viewer", "JOBQUEUE_VIEW"),
				TestApplication.user("operator", "ROLE_JOBQUEUE_OPERATE"),
				TestApplication.user("admin", "JOBQUEUE_ADMIN"), TestApplication.user("guest", "ROLE_USER"));
	}

}
