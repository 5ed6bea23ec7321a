package io.jobqueue.dashboard.autoconfigure;

import io.jobqueue.autoconfigure.properties.JobQueueProperties;
import io.jobqueue.dashboard.http.AccessPolicy;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.Authentication;

/** Access by authorities, where Spring Security is on the class path. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(Authentication.class)
class AuthorityAccessConfiguration {

	@Bean
	@ConditionalOnMissingBean
	AccessPolicy jobqueueDashboardAuthorityAccess(JobQueueProperties properties) {
		return new AuthorityAccess(properties.dashboard());
	}

}
