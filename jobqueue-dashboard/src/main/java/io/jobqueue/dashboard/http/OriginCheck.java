package io.jobqueue.dashboard.http;

import java.net.URI;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/**
 * Refuses acts that a page of another origin has sent. It does not need Spring Security,
 * and applies beside its token. A page of another origin can set neither the header nor
 * the type of the content without a preflight request, which the dashboard does not
 * answer.
 */
final class OriginCheck {

	/** The header that each act has, with any value. */
	static final String HEADER = "X-Jobqueue";

	private OriginCheck() {
	}

	/** Return why the request is refused, {@code null} if it is accepted. */
	static @Nullable String refusal(HttpHeaders headers) {
		if (!headers.containsHeader(HEADER)) {
			return "The header %s is missing".formatted(HEADER);
		}
		if (!MediaType.APPLICATION_JSON.equalsTypeAndSubtype(type(headers))) {
			return "The Content-Type must be application/json";
		}
		String site = headers.getFirst("Sec-Fetch-Site");
		if (site != null && !site.equals("same-origin")) {
			return "The request comes from another site: the header Sec-Fetch-Site is '%s'".formatted(site);
		}
		String origin = headers.getOrigin();
		if (site == null && origin != null && !isOwn(origin, headers)) {
			return "The request comes from another origin: '%s'".formatted(origin);
		}
		return null;
	}

	private static @Nullable MediaType type(HttpHeaders headers) {
		try {
			return headers.getContentType();
		}
		catch (RuntimeException ex) {
			return null;
		}
	}

	private static boolean isOwn(String origin, HttpHeaders headers) {
		String authority = authority(origin);
		return authority != null && (authority.equals(lower(headers.getFirst(HttpHeaders.HOST)))
				|| authority.equals(lower(headers.getFirst("X-Forwarded-Host"))));
	}

	private static @Nullable String authority(String origin) {
		try {
			return lower(URI.create(origin).getRawAuthority());
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private static @Nullable String lower(@Nullable String value) {
		return (value != null) ? value.toLowerCase(Locale.ROOT) : null;
	}

}
