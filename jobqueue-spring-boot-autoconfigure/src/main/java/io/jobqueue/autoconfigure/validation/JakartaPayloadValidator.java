package io.jobqueue.autoconfigure.validation;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.jobqueue.InvalidPayloadException;
import io.jobqueue.PayloadValidator;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;

/**
 * Applies the constraints that a payload declares by Jakarta Validation, and those of the
 * elements of an array, a collection or a map.
 */
final class JakartaPayloadValidator implements PayloadValidator {

	private final Validator validator;

	JakartaPayloadValidator(Validator validator) {
		this.validator = validator;
	}

	@Override
	public void validate(String task, Object payload) {
		List<String> violations = violations(payload).sorted().toList();
		if (!violations.isEmpty()) {
			throw new InvalidPayloadException(task, violations);
		}
	}

	private Stream<String> violations(Object payload) {
		if (payload instanceof Map<?, ?> map) {
			return map.entrySet().stream().flatMap((entry) -> element("[" + entry.getKey() + "]", entry.getValue()));
		}
		if (payload instanceof Object[] array) {
			return elements(Arrays.asList(array));
		}
		return (payload instanceof Iterable<?> elements) ? elements(elements) : bean("", payload);
	}

	private Stream<String> elements(Iterable<?> elements) {
		List<?> all = StreamSupport.stream(elements.spliterator(), false).toList();
		return IntStream.range(0, all.size()).boxed().flatMap((index) -> element("[" + index + "]", all.get(index)));
	}

	private Stream<String> element(String path, Object element) {
		return (element != null) ? bean(path + ".", element) : Stream.empty();
	}

	private Stream<String> bean(String prefix, Object bean) {
		return this.validator.validate(bean).stream().map((violation) -> text(prefix, violation));
	}

	/** A violation of the whole object has no path. */
	private static String text(String prefix, ConstraintViolation<?> violation) {
		String path = prefix + violation.getPropertyPath();
		return path.isEmpty() ? violation.getMessage() : "'%s' %s".formatted(path, violation.getMessage());
	}

}
