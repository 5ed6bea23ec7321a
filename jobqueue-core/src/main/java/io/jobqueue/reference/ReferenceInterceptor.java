package io.jobqueue.reference;

import io.jobqueue.JobInterceptor;
import io.jobqueue.ReferenceGoneException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends attempts whose entity is gone, as their references say. */
public final class ReferenceInterceptor implements JobInterceptor {

	private static final Logger logger = LoggerFactory.getLogger(ReferenceInterceptor.class);

	/** Also ends the search in a chain of causes that is a circle. */
	private static final int MOST_CAUSES = 20;

	@Override
	public @Nullable Object intercept(Invocation invocation) throws Exception {
		try {
			return invocation.proceed();
		}
		catch (Exception ex) {
			ReferenceGoneException gone = cause(ex);
			if (gone == null || invocation.isSubtask()) {
				// The attempt around a sub-task ends.
				throw ex;
			}
			return switch (gone.whenGone()) {
				case FAIL -> throw gone;
				case ABORT -> throw abort(invocation, gone);
				case SKIP -> {
					logger.debug("Job '{}' has nothing to do: {}", invocation.job().id().value(), gone.getMessage());
					yield null;
				}
			};
		}
	}

	private static ReferenceGoneException abort(Invocation invocation, ReferenceGoneException gone) {
		invocation.job().abort(String.valueOf(gone.getMessage()));
		return gone;
	}

	private static @Nullable ReferenceGoneException cause(Throwable error) {
		Throwable at = error;
		for (int i = 0; i < MOST_CAUSES && at != null; i++) {
			if (at instanceof ReferenceGoneException gone) {
				return gone;
			}
			at = at.getCause();
		}
		return null;
	}

}
