package io.jobqueue.store;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ForwardingTests {

	/**
	 * A default of the contract that is not passed on would stand for the store's own.
	 */
	@Test
	void everyMethodIsPassedOn() {
		assertThat(notPassedOn(StoreBackend.class, ForwardingBackend.class)).isEmpty();
		assertThat(notPassedOn(JobFeed.class, ForwardingFeed.class)).isEmpty();
		assertThat(notPassedOn(JobQueries.class, ForwardingQueries.class)).isEmpty();
	}

	private static List<String> notPassedOn(Class<?> contract, Class<?> by) {
		return Arrays.stream(contract.getMethods())
			.filter((method) -> !Modifier.isStatic(method.getModifiers()))
			.filter((method) -> Arrays.stream(by.getDeclaredMethods()).noneMatch((own) -> overrides(own, method)))
			.map(Method::toString)
			.toList();
	}

	private static boolean overrides(Method own, Method method) {
		return own.getName().equals(method.getName())
				&& Arrays.equals(own.getParameterTypes(), method.getParameterTypes());
	}

}
