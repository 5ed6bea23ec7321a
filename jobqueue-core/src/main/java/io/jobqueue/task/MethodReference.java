package io.jobqueue.task;

import java.io.Serializable;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;

import io.jobqueue.UnknownTaskException;

import org.springframework.util.ReflectionUtils;

/**
 * What a reference such as {@code Reports::build} refers to, read from the serial form of
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
		if (!ofInstance || lambda.getCapturedArgCount() > 0) {
			throw noReference("%s.%s".formatted(lambda.getImplClass().replace('/', '.'), lambda.getImplMethodName()));
		}
		ClassLoader loader = reference.getClass().getClassLoader();
		Class<?> beanType = MethodType.fromMethodDescriptorString(lambda.getInstantiatedMethodType(), loader)
			.parameterType(0);
		Class<?>[] parameters = MethodType.fromMethodDescriptorString(lambda.getImplMethodSignature(), loader)
			.parameterArray();
		Method method = ReflectionUtils.findMethod(beanType, lambda.getImplMethodName(), parameters);
		if (method == null) {
			throw noReference(beanType.getName() + "." + lambda.getImplMethodName());
		}
		return new MethodReference(beanType, method);
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
					+ "whose module is open to jobqueue, or dispatch by the name of the task")
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
