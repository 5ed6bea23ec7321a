package io.jobqueue.store.contract;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

import io.jobqueue.JobStateException;
import io.jobqueue.store.ForwardingBackend;
import io.jobqueue.store.JobActions;
import io.jobqueue.store.JobIntake;
import io.jobqueue.store.JobQueries;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.flow.FlowStore;

/**
 * A store that a process uses until it dies, at a certain call: before it is made, or
 * when it is made and not answered.
 */
final class DyingBackend extends ForwardingBackend {

	private final int last;

	private final boolean made;

	private int calls;

	/**
	 * A process that dies.
	 * @param last the number of the call at which it dies, from 1
	 * @param made whether this call is made
	 */
	DyingBackend(StoreBackend target, int last, boolean made) {
		super(target);
		this.last = last;
		this.made = made;
	}

	/**
	 * Do something until it is done or the process is dead. Answers whether it is dead.
	 * One that is too slow for its flow has given it up, as a dead one.
	 */
	boolean diesIn(Runnable work) {
		try {
			work.run();
			return false;
		}
		catch (Death ex) {
			return true;
		}
		catch (JobStateException ex) {
			if (ex.getMessage().contains("were not inserted within")) {
				return true;
			}
			throw ex;
		}
	}

	@Override
	public JobIntake intake() {
		return dying(JobIntake.class, super.intake());
	}

	@Override
	public JobActions actions() {
		return dying(JobActions.class, super.actions());
	}

	@Override
	public JobQueries queries() {
		return dying(JobQueries.class, super.queries());
	}

	@Override
	public <T> T part(Class<T> type) {
		return (type == FlowStore.class) ? dying(type, super.part(type)) : super.part(type);
	}

	private <T> T dying(Class<T> type, T target) {
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> call(target, method, arguments)));
	}

	private Object call(Object target, Method method, Object[] arguments) throws Throwable {
		this.calls++;
		boolean dies = this.calls >= this.last;
		if (dies && !this.made) {
			throw new Death();
		}
		try {
			Object answer = method.invoke(target, arguments);
			if (dies) {
				throw new Death();
			}
			return answer;
		}
		catch (InvocationTargetException ex) {
			throw ex.getCause();
		}
	}

	/** No code but that of this test catches it. */
	private static final class Death extends Error {

		private static final long serialVersionUID = 1L;

	}

}
