package io.jobqueue.dashboard.route;

import java.security.Principal;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.util.MultiValueMap;

/**
 * A request to the dashboard.
 *
 * @param method the method
 * @param path the path below that of the dashboard, decoded: empty, or beginning with a
 * slash
 * @param parameters the parameters of the query
 * @param headers the headers
 * @param user the user, {@code null} for one who is not authenticated
 * @param csrf the token of Spring Security; {@code null} if there is none
 * @param body the body, at most {@link #LARGEST_BODY} and one bytes
 */
public record DashboardRequest(HttpMethod method, String path, MultiValueMap<String, String> parameters,
		HttpHeaders headers, @Nullable Principal user, Supplier<@Nullable CsrfHeader> csrf, byte[] body) {

	/** The largest body that is accepted, in bytes. */
	public static final int LARGEST_BODY = 64 * 1024;

	/** Return whether the request only reads. */
	public boolean isRead() {
		return this.method.equals(HttpMethod.GET) || this.method.equals(HttpMethod.HEAD);
	}

}
