package io.jobqueue.task.invoke;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Arrays;

import io.jobqueue.JobContext;
import io.jobqueue.JobFailure;
import io.jobqueue.JobHandler;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;

/**
 * A task in the form of a class. A payload is what was dispatched, also if that was
 * {@code null}. The type parameter of a handler cannot express that, hence the
 * suppression.
 */
@SuppressWarnings("NullAway")
public final class ClassTaskHandler implements TaskHandler {

	private final TaskBean bean;

	private final Type payloadType;

	private final Type resultType;

	private final boolean handlesFailure;

	private final boolean decidesRetry;

	private final boolean takesNull;

	private volatile boolean checked;

	public ClassTaskHandler(TaskBean bean, Type payloadType, Type resultType) {
		this.bean = bean;
		this.payloadType = payloadType;
		this.resultType = resultType;
		this.handlesFailure = overrides("onFailure", JobFailure.class);
		this.decidesRetry = overrides("shouldRetry", Throwable.class);
		this.takesNull = Arrays.stream(bean.type().getMethods())
			.filter((method) -> overrides(method, "handle", JobContext.class) && !method.isBridge())
			.anyMatch((method) -> DeclaredTypes.isNullable(new MethodParameter(method, 0)));
	}

	private boolean overrides(String name, Class<?> second) {
		return Arrays.stream(this.bean.type().getMethods()).anyMatch((method) -> overrides(method, name, second));
	}

	private static boolean overrides(Method method, String name, Class<?> second) {
		return method.getName().equals(name) && method.getParameterCount() == 2
				&& method.getParameterTypes()[1] == second && method.getDeclaringClass() != JobHandler.class;
	}

	@Override
	public Type payloadType() {
		return this.payloadType;
	}

	@Override
	public Type resultType() {
		return this.resultType;
	}

	@Override
	public boolean takesNull() {
		return this.takesNull;
	}

	@Override
	public void check() {
		this.bean.made().ifPresent((made) -> handler());
	}

	@Override
	public @Nullable Object invoke(@Nullable Object payload, JobContext job) throws Exception {
		return handler().handle(payload, job);
	}

	@Override
	public void onFailure(@Nullable Object payload, JobFailure failure) throws Exception {
		handler().onFailure(payload, failure);
	}

	@Override
	public boolean handlesFailure() {
		return this.handlesFailure;
	}

	@Override
	public boolean decidesRetry() {
		return this.decidesRetry;
	}

	@Override
	public @Nullable Boolean shouldRetry(@Nullable Object payload, Throwable error) {
		return this.decidesRetry ? handler().shouldRetry(payload, error) : null;
	}

	/** Payloads were read as the declared type, so the cast holds. */
	@SuppressWarnings("unchecked")
	private JobHandler<Object, Object> handler() {
		JobHandler<Object, Object> handler = this.bean.get(JobHandler.class);
		if (!this.checked) {
			new BeanProxy(handler, this.bean.type(), this.bean.source()).requireAll(JobHandler.class);
			this.checked = true;
		}
		return handler;
	}

}
