package io.jobqueue.task.settings;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import io.jobqueue.InvalidJobException;
import io.jobqueue.InvalidTaskException;
import io.jobqueue.UniqueKey;

import org.jspecify.annotations.Nullable;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.EvaluationException;
import org.springframework.expression.Expression;
import org.springframework.expression.ParseException;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.BeanReference;
import org.springframework.expression.spel.ast.CompoundExpression;
import org.springframework.expression.spel.ast.ConstructorReference;
import org.springframework.expression.spel.ast.Indexer;
import org.springframework.expression.spel.ast.InlineMap;
import org.springframework.expression.spel.ast.MethodReference;
import org.springframework.expression.spel.ast.Projection;
import org.springframework.expression.spel.ast.PropertyOrFieldReference;
import org.springframework.expression.spel.ast.Selection;
import org.springframework.expression.spel.ast.TypeReference;
import org.springframework.expression.spel.ast.VariableReference;
import org.springframework.expression.spel.standard.SpelExpression;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.DataBindingPropertyAccessor;
import org.springframework.expression.spel.support.MapAccessor;
import org.springframework.expression.spel.support.SimpleEvaluationContext;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringUtils;

/**
 * The expression for the unique keys of the jobs of a task. It reads properties of the
 * payload and calls no code beside its accessors. Safe for use by many threads.
 */
public final class KeyExpression {

	private static final String PAYLOAD = "payload";

	private static final String WAY_OUT = "use properties of the payload, such as '#payload.orderId', or set the key "
			+ "of each request by JobRequest.withUniqueKey";

	private static final SpelExpressionParser PARSER = new SpelExpressionParser();

	private final String task;

	private final Expression expression;

	private KeyExpression(String task, Expression expression) {
		this.task = task;
		this.expression = expression;
	}

	/**
	 * Parse an expression and check what it refers to.
	 * @param values for the message
	 * @throws InvalidTaskException if it cannot be used
	 */
	static @Nullable KeyExpression of(String task, String text, AnnotationValues values) {
		if (text.isEmpty()) {
			return null;
		}
		try {
			SpelExpression expression = PARSER.parseRaw(text);
			requireSafe(expression.getAST(), true, text, values);
			return new KeyExpression(task, expression);
		}
		catch (ParseException | IllegalStateException ex) {
			throw values.invalid("uniqueKey", text,
					"it is no expression (%s); %s".formatted(String.valueOf(ex.getMessage()), WAY_OUT));
		}
	}

	/**
	 * Check a part of an expression.
	 * @param ofRoot whether a property without '#payload' is that of nothing
	 */
	private static void requireSafe(SpelNode node, boolean ofRoot, String text, AnnotationValues values) {
		boolean isForeign = node instanceof VariableReference && !node.toStringAST().equals("#" + PAYLOAD);
		boolean isOfNothing = ofRoot && node instanceof PropertyOrFieldReference;
		if (isForeign || isOfNothing || node instanceof MethodReference || node instanceof TypeReference
				|| node instanceof ConstructorReference || node instanceof BeanReference) {
			throw values.invalid("uniqueKey", text,
					"'%s' is not available in it; %s".formatted(node.toStringAST(), WAY_OUT));
		}
		boolean ofElement = node instanceof Selection || node instanceof Projection || node instanceof Indexer
				|| node instanceof InlineMap;
		for (int i = 0; i < node.getChildCount(); i++) {
			boolean ofOther = ofElement || (i > 0 && node instanceof CompoundExpression);
			requireSafe(node.getChild(i), ofRoot && !ofOther, text, values);
		}
	}

	/**
	 * The key of a job.
	 * @throws InvalidJobException if the expression has no value for the payload, or one
	 * that is no key
	 */
	public String key(@Nullable Object payload) {
		EvaluationContext context = SimpleEvaluationContext
			.forPropertyAccessors(DataBindingPropertyAccessor.forReadOnlyAccess(), new MapAccessor(false))
			.build();
		context.setVariable(PAYLOAD, payload);
		Object value;
		try {
			value = this.expression.getValue(context);
		}
		catch (EvaluationException ex) {
			throw invalid("cannot be computed: " + ex.getMessage(), ex);
		}
		if (value instanceof Optional<?> optional) {
			value = optional.orElse(null);
		}
		if (value == null) {
			throw invalid("is null", null);
		}
		if (!hasText(value)) {
			throw invalid("is of %s, which has no text that is the same for equal values"
				.formatted(value.getClass().getTypeName()), null);
		}
		try {
			return Objects.requireNonNull(UniqueKey.of(value.toString()).key());
		}
		catch (InvalidJobException ex) {
			throw invalid("cannot be used: " + ex.getMessage(), ex);
		}
	}

	/** The text of a collection depends on its order, and that of other types varies. */
	private static boolean hasText(Object value) {
		if (value instanceof Collection || value instanceof Map || value.getClass().isArray()) {
			return false;
		}
		Method method = ReflectionUtils.findMethod(value.getClass(), "toString");
		return method != null && method.getDeclaringClass() != Object.class;
	}

	/**
	 * Check that a payload has the property that the expression reads of it. Types that
	 * may have further ones are not checked.
	 * @param source where the task was found, for the message
	 * @throws InvalidTaskException if it does not have it
	 */
	public void requireReadable(Type payload, String source) {
		if (payload instanceof Class<?> type && (type.isRecord() || Modifier.isFinal(type.getModifiers()))
				&& this.expression instanceof SpelExpression spel
				&& spel.getAST() instanceof CompoundExpression compound && compound.getChildCount() > 1
				&& compound.getChild(1) instanceof PropertyOrFieldReference property
				&& !isReadable(type, property.getName())) {
			throw new InvalidTaskException("%s: 'uniqueKey' cannot be '%s'; %s has no property '%s': %s"
				.formatted(source, this.expression.getExpressionString(), type.getName(), property.getName(), WAY_OUT));
		}
	}

	private static boolean isReadable(Class<?> type, String name) {
		String suffix = StringUtils.capitalize(name);
		return Stream.of(name, "get" + suffix, "is" + suffix)
			.anyMatch((method) -> ReflectionUtils.findMethod(type, method) != null)
				|| ReflectionUtils.findField(type, name) != null;
	}

	private InvalidJobException invalid(String problem, @Nullable Throwable cause) {
		return new InvalidJobException(
				"The unique key of a job for task '%s' by @JobTask(uniqueKey = \"%s\") %s; fill the properties that it reads, or set the key by JobRequest.withUniqueKey"
					.formatted(this.task, this.expression.getExpressionString(), problem),
				cause);
	}

}
