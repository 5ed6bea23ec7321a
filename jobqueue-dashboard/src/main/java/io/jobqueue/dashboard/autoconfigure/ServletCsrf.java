package io.jobqueue.dashboard.autoconfigure;

import io.jobqueue.dashboard.route.CsrfHeader;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** Reads the token of Spring Security from a request, without a type of it. */
@FunctionalInterface
interface ServletCsrf {

	@Nullable CsrfHeader read(HttpServletRequest request);

}
