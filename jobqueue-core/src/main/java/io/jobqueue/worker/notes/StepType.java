package io.jobqueue.worker.notes;

import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

import io.jobqueue.StepWork;

/**
 * The type of the result of a step, which the compiler has noted in the serial form of
 * the lambda.
 */
final class StepType {

	private StepType() {
	}

	/**
	 * Return the type of the result without type arguments.
	 * @return {@code null} if the work is no lambda, or its type is only known as
	 * {@link Object}
	 */
	static @Nullable Class<?> of(StepWork<?, ?> work) {
		SerializedLambda lambda = serialForm(work);
		if (lambda == null) {
			return null;
		}
		Class<?> type = MethodType
			.fromMethodDescriptorString(lambda.getInstantiatedMethodType(), work.getClass().getClassLoader())
			.returnType();
		return (type != Object.class) ? type : null;
	}

	private static @Nullable SerializedLambda serialForm(StepWork<?, ?> work) {
		try {
			Method writeReplace = work.getClass().getDeclaredMethod("writeReplace");
			writeReplace.setAccessible(true);
			return (writeReplace.invoke(work) instanceof SerializedLambda lambda) ? lambda : null;
		}
		catch (ReflectiveOperationException | InaccessibleObjectException ex) {
			// A class that implements the work, or a module that is not open.
			return null;
		}
	}

}
