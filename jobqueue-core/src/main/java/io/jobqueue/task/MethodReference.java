package io.jobqueue.task;

import java.io.Serializable;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.util.Arrays;

import io.jobqueue.UnknownTaskException;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * The method of a reference such as {@code Reports::build}, read from the serial form of
 * its lambda.
 *
 * @param beanType the class before the colons, which may inherit the method
 * @param method the method
 */
record MethodReference(Class<?> beanType, Method method) {

	static MethodReference of(Serializable reference) {
		SerializedLambda lambda = serialForm(reference);
		boolean ofInstance = lambda.getImplMethodKind() == MethodHandleInfo.REF_invokeVirtual
				|| lambda.getImplMethodKind() == MethodHandleInfo.REF_invokeInterface;
		ClassLoader loader = reference.getClass().getClassLoader();
		Class<?> beanType = MethodType.fromMethodDescriptorString(lambda.getInstantiatedMethodType(), loader)
			.parameterType(0);
		Class<?>[] parameters = MethodType.fromMethodDescriptorString(lambda.getImplMethodSignature(), loader)
			.parameterArray();
		if (lambda.getCapturedArgCount() > 0 || !(ofInstance || isAdapted(lambda, beanType, parameters))) {
			throw noReference("%s.%s".formatted(lambda.getImplClass().replace('/', '.'), lambda.getImplMethodName()));
		}
		Method method = ofInstance ? ReflectionUtils.findMethod(beanType, lambda.getImplMethodName(), parameters)
				: adapted(lambda, beanType, parameters);
		if (method == null) {
			throw noReference(beanType.getName() + "." + lambda.getImplMethodName());
		}
		return new MethodReference(beanType, method);
	}

	/**
	 * For a method that returns something, Kotlin generates a static method such as
	 * {@code main$build}.
	 */
	private static boolean isAdapted(SerializedLambda lambda, Class<?> beanType, Class<?>[] parameters) {
		return lambda.getImplMethodKind() == MethodHandleInfo.REF_invokeStatic
				&& lambda.getImplMethodName().indexOf('$') > 0 && parameters.length > 0
				&& parameters[0].isAssignableFrom(beanType) && adapted(lambda, beanType, parameters) != null;
	}

	private static @Nullable Method adapted(SerializedLambda lambda, Class<?> beanType, Class<?>[] parameters) {
		String name = lambda.getImplMethodName();
		return ReflectionUtils.findMethod(beanType, name.substring(name.lastIndexOf('$') + 1),
				Arrays.copyOfRange(parameters, 1, parameters.length));
	}

	private static SerializedLambda serialForm(Serializable reference) {
		try {
			Method writeReplace = reference.getClass().getDeclaredMethod("writeReplace");
			writeReplace.setAccessible(true);
			if (writeReplace.invoke(reference) instanceof SerializedLambda lambda) {
				return lambda;
			}
			throw noReference(reference.getClass().getName());
		}
		catch (ReflectiveOperationException | InaccessibleObjectException ex) {
			throw new UnknownTaskException(("%s cannot be read as a method reference: use one such as Reports::build, "
					+ "whose module is open to jobqueue, or dispatch by the class or the name of the task. In Kotlin it "
					+ "must be compiled to invokedynamic, not by -Xsam-conversions=class")
				.formatted(reference.getClass().getName()), ex);
		}
	}

	private static UnknownTaskException noReference(String what) {
		return new UnknownTaskException(
				("'%s' is no reference to a method of a bean's class, but a lambda or of another kind: use the form "
						+ "Reports::build, with the class before the colons, or dispatch by the name of the task")
					.formatted(what));
	}

	@Override
	public String toString() {
		return this.beanType.getName() + "." + this.method.getName();
	}

}
