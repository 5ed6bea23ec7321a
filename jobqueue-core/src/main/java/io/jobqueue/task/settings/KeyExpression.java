package io.jobqueue.task.settings;

import io.jobqueue.InvalidJobException;
import io.jobqueue.InvalidTaskException;

import org.jspecify.annotations.Nullable;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.EvaluationException;
import org.springframework.expression.Expression;
import org.springframework.expression.ParseException;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.BeanReference;
import org.springframework.expression.spel.ast.ConstructorReference;
import org.springframework.expression.spel.ast.MethodReference;
import org.springframework.expression.spel.ast.TypeReference;
import org.springframework.expression.spel.ast.VariableReference;
import org.springframework.expression.spel.standard.SpelExpression;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.DataBindingPropertyAccessor;
import org.springframework.expression.spel.support.MapAccessor;
import org.springframework.expression.spel.support.SimpleEvaluationContext;

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
			requireSafe(expression.getAST(), text, values);
			return new KeyExpression(task, expression);
		}
		catch (ParseException | IllegalStateException ex) {
			throw values.invalid("uniqueKey", text,
					"it is no expression (%s); %s".formatted(String.valueOf(ex.getMessage()), WAY_OUT));
		}
	}

	private static void requireSafe(SpelNode node, String text, AnnotationValues values) {
		boolean isForeign = node instanceof VariableReference && !node.toStringAST().equals("#" + PAYLOAD);
		if (isForeign || node instanceof MethodReference || node instanceof TypeReference
				|| node instanceof ConstructorReference || node instanceof BeanReference) {
			throw values.invalid("uniqueKey", text,
					"'%s' is not available in it; %s".formatted(node.toStringAST(), WAY_OUT));
		}
		for (int i = 0; i < node.getChildCount(); i++) {
			requireSafe(node.getChild(i), text, values);
		}
	}

	/**
	 * The key of a job.
	 * @throws InvalidJobException if the expression has no value for the payload
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
		if (value == null) {
			throw invalid("is null", null);
		}
		return value.toString();
	}

	private InvalidJobException invalid(String problem, @Nullable Throwable cause) {
		return new InvalidJobException(
				"The unique key of a job for task '%s' by @JobTask(uniqueKey = \"%s\") %s; fill the properties that it reads, or set the key by JobRequest.withUniqueKey"
					.formatted(this.task, this.expression.getExpressionString(), problem),
				cause);
	}

}
