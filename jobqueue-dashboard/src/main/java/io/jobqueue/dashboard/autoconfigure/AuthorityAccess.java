package io.jobqueue.dashboard.autoconfigure;

import java.security.Principal;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.jobqueue.autoconfigure.properties.DashboardProperties;
import io.jobqueue.dashboard.http.AccessPolicy;
import io.jobqueue.dashboard.route.Access;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;

/** Determines access by authorities of Spring Security. */
final class AuthorityAccess implements AccessPolicy {

	private static final String ROLE = "ROLE_";

	private final DashboardProperties properties;

	AuthorityAccess(DashboardProperties properties) {
		this.properties = properties;
	}

	@Override
	public Access of(@Nullable Principal user) {
		Access anonymous = Access.of(this.properties.anonymous());
		if (!(user instanceof Authentication authentication) || !authentication.isAuthenticated()) {
			return anonymous;
		}
		Set<String> authorities = authentication.getAuthorities()
			.stream()
			.map(GrantedAuthority::getAuthority)
			.filter((authority) -> authority != null)
			.collect(Collectors.toSet());
		Access granted = granted(authorities);
		return granted.includes(anonymous) ? granted : anonymous;
	}

	private Access granted(Set<String> authorities) {
		DashboardProperties.Authorities names = this.properties.authorities();
		if (has(authorities, names.admin())) {
			return Access.ADMIN;
		}
		if (has(authorities, names.operate())) {
			return Access.OPERATE;
		}
		return has(authorities, names.view()) ? Access.VIEW : Access.NONE;
	}

	/** Return each name, and the same name as a role. */
	static String[] names(DashboardProperties.Authorities names) {
		return Stream.of(names.view(), names.operate(), names.admin())
			.flatMap((name) -> Stream.of(name, ROLE + name))
			.toArray(String[]::new);
	}

	/** Users of {@code spring.security.user} have roles, which begin with a prefix. */
	private static boolean has(Set<String> authorities, String name) {
		return authorities.contains(name) || authorities.contains(ROLE + name);
	}

}
