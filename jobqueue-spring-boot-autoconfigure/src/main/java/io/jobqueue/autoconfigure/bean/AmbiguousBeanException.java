package io.jobqueue.autoconfigure.bean;

import java.util.List;

import io.jobqueue.JobQueueException;

import org.springframework.beans.factory.NoUniqueBeanDefinitionException;

/**
 * Thrown if there are several beans of a type of which jobs use one, and not exactly one
 * is marked or primary.
 */
public final class AmbiguousBeanException extends JobQueueException {

	private final String action;

	private AmbiguousBeanException(String message, String action, NoUniqueBeanDefinitionException cause) {
		super(message, cause);
		this.action = action;
	}

	/** Create an exception for beans of which none is marked and none is primary. */
	static AmbiguousBeanException unmarked(String type, String mark, List<String> names,
			NoUniqueBeanDefinitionException cause) {
		return new AmbiguousBeanException(
				"jobqueue needs one %s, but there are %s and none of them is primary".formatted(type, names), """
						One of these helps:
						  - Mark the %s that jobs are to use with %s, beside @Bean.
						  - Mark one of them with @Primary.""".formatted(type, mark), cause);
	}

	/** Create an exception for beans of which none is marked and several are primary. */
	static AmbiguousBeanException primary(String type, String mark, List<String> names,
			NoUniqueBeanDefinitionException cause) {
		return new AmbiguousBeanException(
				"jobqueue needs one %s, but there are %s and several are primary".formatted(type, names), """
						One of these helps:
						  - Mark the %s that jobs are to use with %s, beside @Bean.
						  - Leave @Primary at one of them, and remove it from the others.""".formatted(type, mark),
				cause);
	}

	/** Create an exception for several marked beans. */
	static AmbiguousBeanException marked(String type, String mark, List<String> names,
			NoUniqueBeanDefinitionException cause) {
		return new AmbiguousBeanException(
				"jobqueue needs one %s, but %s are all marked with %s".formatted(type, names, mark),
				"Leave %s at the one that jobs are to use, and remove it from the others.".formatted(mark), cause);
	}

	public String action() {
		return this.action;
	}

}
