package io.jobqueue.autoconfigure.bean;

import java.util.Arrays;
import java.util.List;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches if there is a bean of a type, also one that is injected by its mark only.
 * {@code ConditionalOnBean} does not find {@code @Bean(defaultCandidate =
 * false)}.
 */
public abstract class OnBeanOfType extends SpringBootCondition implements ConfigurationCondition {

	/** Return the type. It is not called if conditions on classes do not match. */
	protected abstract Class<?> type();

	@Override
	public ConfigurationPhase getConfigurationPhase() {
		return ConfigurationPhase.REGISTER_BEAN;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("bean of type " + type().getName());
		ConfigurableListableBeanFactory beans = context.getBeanFactory();
		if (beans == null) {
			return ConditionOutcome.noMatch(message.because("there is no bean factory"));
		}
		List<String> names = Arrays
			.stream(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, type(), true, false))
			.filter((name) -> !beans.containsBeanDefinition(name)
					|| beans.getBeanDefinition(name).isAutowireCandidate())
			.toList();
		return names.isEmpty() ? ConditionOutcome.noMatch(message.didNotFind("any bean").atAll())
				: ConditionOutcome.match(message.found("bean", "beans").items(names));
	}

}
