package io.jobqueue.dashboard.http;

import java.security.Principal;

import io.jobqueue.dashboard.route.Access;
import org.jspecify.annotations.Nullable;

/** Determines what a user may do. Implementations are thread-safe. */
@FunctionalInterface
public interface AccessPolicy {

	/**
	 * Determine what a user may do.
	 * @param user the user, {@code null} for one who is not authenticated
	 */
	Access of(@Nullable Principal user);

}
