package io.jobqueue.worker.options;

import io.jobqueue.JobInterceptor;
import io.jobqueue.PayloadValidator;

import org.jspecify.annotations.Nullable;

/**
 * Checks a payload before its handler runs. It should be the first interceptor, so that
 * others see only valid payloads.
 */
public final class ValidatingInterceptor implements JobInterceptor {

	private final PayloadValidator validator;

	public ValidatingInterceptor(PayloadValidator validator) {
		this.validator = validator;
	}

	@Override
	public @Nullable Object intercept(Invocation invocation) throws Exception {
		Object payload = invocation.payload();
		if (payload != null) {
			this.validator.validate(invocation.job().task(), payload);
		}
		return invocation.proceed();
	}

}
