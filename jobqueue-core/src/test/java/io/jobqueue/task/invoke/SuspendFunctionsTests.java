package io.jobqueue.task.invoke;

import java.lang.reflect.Method;

import kotlin.coroutines.Continuation;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SuspendFunctionsTests {

	@Test
	void librariesThatAreMissingAreNamed() {
		assertThat(SuspendFunctions.missing((type) -> true)).isEmpty();
		assertThat(SuspendFunctions.missing((type) -> !type.contains("reactor")))
			.isEqualTo("org.jetbrains.kotlinx:kotlinx-coroutines-reactor");
		assertThat(SuspendFunctions.missing((type) -> false))
			.isEqualTo("org.jetbrains.kotlinx:kotlinx-coroutines-reactor and org.jetbrains.kotlin:kotlin-reflect");
	}

	@Test
	void methodOfJavaIsNone() throws Exception {
		Method method = getClass().getDeclaredMethod("run", String.class, Continuation.class);
		assertThat(SuspendFunctions.is(method)).isFalse();
	}

	Object run(String payload, Continuation<? super String> continuation) {
		return payload;
	}

}
